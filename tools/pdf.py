"""Print the book: build/neural-networks-number-by-number.pdf, from the pages that are built.

    python tools/pdf.py

The articles of all pages are laid into one document, with a title page and a table of contents;
Chromium prints it. Figures are their stills. The questions of a chapter keep their places, their
answers move to its end. In the table and behind each reference stands a page number: the document
is printed, the numbers are read off the result, and it is printed again until none of them moves.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

import yaml
from bs4 import BeautifulSoup, Tag
from chromium import FLAGS, system_chromium
from playwright.sync_api import Browser, sync_playwright
from pypdf import PdfReader, PdfWriter
from tqdm import tqdm

import book

STYLE = Path(__file__).with_suffix(".css")
# what the site's pages look at, and print needs: formulas, code, pictures
SHEETS = ("_static/pygments.css", "_static/katex.min.css", "_static/katex-math.css",
          "_static/nnbook.css", "_static/book.css")  # fmt: skip
POINTING = ("aria-describedby", "aria-labelledby", "for", "headers")
# what only moves, and what a page says of itself: "Not attempted yet", "Answer it here"
DROPPED = ("noscript", "script", ".headerlink", "details.hide",
           "[data-explorable=quiz] figcaption",
           "[data-explorable=form] figcaption",
           "[data-explorable=form] p:has(> strong)")  # fmt: skip
LEFT_OUT = {"progress"}  # a page that is empty without its script
FLAT = {"index", "terms", "glossary"}  # pages whose sections the table of contents leaves out
MOST_RUNS = 6


def contents() -> list[tuple[str, list[str]]]:
    """The parts of the book and the names of their pages, in the order of the table of contents."""
    toc = yaml.safe_load((book.SOURCE / "_toc.yml").read_text("utf-8"))
    parts = [("", [toc["root"]])]
    for part in toc["parts"]:
        names = [chapter["file"] for chapter in part["chapters"]]
        parts.append((part["caption"], [name for name in names if name not in LEFT_OUT]))
    return parts


class Article:
    """One page of the site, made ready to stand in one document with all others."""

    def __init__(self, name: str, names: set[str]) -> None:
        text = (book.SITE / f"{name}.html").read_text("utf-8")
        found = BeautifulSoup(text, "html.parser").select_one("article.bd-article")
        if found is None:
            raise book.BookError(f"{name}.html has no article")
        self.name, self.tag = name, found
        for extra in found.select(", ".join(DROPPED)):
            extra.decompose()
        self._rename(names)
        self._move_answers()
        for cell in found.select(".cell_input"):
            if re.fullmatch(r'\s*(check|quiz)\("\w+\.\w+".*\)\s*', cell.get_text()):
                cell.decompose()  # on paper its output, the question, says all

    @property
    def headings(self) -> list[tuple[int, str, str]]:
        """Level, id and words of the page's title and of its sections."""
        return [
            (int(heading.name[1]), str(section["id"]), heading.get_text())
            for section in self.tag.select("section[id]")
            for heading in section.select(":scope > h1, :scope > h2")
        ]

    def _rename(self, names: set[str]) -> None:
        """Give each id, and all that point at it, the name of the page."""
        for tag in self.tag.select("*"):
            if "id" in tag.attrs:
                tag["id"] = self._there(str(tag["id"]))
            for key in POINTING:
                if key in tag.attrs:
                    tag[key] = " ".join(map(self._there, str(tag[key]).split()))
            for key, value in list(tag.attrs.items()):
                if isinstance(value, str) and "url(#" in value:
                    tag[key] = re.sub(r"url\(#([^)]+)\)", rf"url(#{self.name}--\1)", value)
            for key in ("href", "xlink:href"):
                if key in tag.attrs:
                    tag[key] = self._link(str(tag[key]), names)
        for style in self.tag.find_all("style"):
            style.string = re.sub(r"#([A-Za-z][\w-]*)(?=[\s{,.>])", rf"#{self.name}--\1",
                                  style.string or "")  # fmt: skip

    def _there(self, anchor: str, page: str = "") -> str:
        return f"{page or self.name}--{anchor}"

    def _link(self, target: str, names: set[str]) -> str:
        page, _, anchor = target.partition("#")
        stem = unquote(page).removesuffix(".html")
        if target.startswith("#"):
            return f"#{self._there(anchor)}"
        if page.endswith(".html") and stem in names:
            return f"#{self._there(anchor, stem)}" if anchor else f"#page-{stem}"
        return target

    def _move_answers(self) -> None:
        """Number the questions, and lay their answers behind the last section."""
        answers = []
        for number, details in enumerate(self.tag.select("[data-explorable=quiz] details"), 1):
            for summary in details.select("summary"):
                summary.decompose()
            for question in details.find_parents("li")[:1]:
                question.insert(0, _tag(f"<span class='asked'>Question {number}.</span>"))
            answers.append(f"<li>{details.extract().decode_contents()}</li>")
        if answers:
            self.tag.append(_tag(f"<section class='answers' id='{self._there('answers')}'>"
                                 f"<h2>Answers to the questions</h2><ol>{''.join(answers)}</ol>"
                                 "</section>"))  # fmt: skip


def _tag(markup: str) -> Tag:
    found = BeautifulSoup(markup, "html.parser").find()
    assert isinstance(found, Tag)  # noqa: S101 - our own markup
    return found


def document(parts: list[tuple[str, list[Article]]], pages: Mapping[str, int]) -> str:
    """The whole book as one HTML page; `pages` says where each id was printed, if it was yet."""
    table, body, running = [], [], []
    for caption, articles in parts:
        if caption:
            table.append(f"<li class='part'>{caption}</li>")
        for article in articles:
            title = article.headings[0][2]
            running.append(f'@page {_page(article)} {{ @top-center {{ content: "{title}" }} }}')
            for level, anchor, words in article.headings[: 1 if article.name in FLAT else None]:
                table.append(f"<li class='level{level}'><a href='#{anchor}'>{words}</a>"
                             f"<span>{pages.get(anchor, 0)}</span></li>")  # fmt: skip
            body.append(f"<div class='chapter' id='page-{article.name}' "
                        f"style='page: {_page(article)}'>{article.tag}</div>")  # fmt: skip
    sheets = [f"<link rel='stylesheet' href='{(book.SITE / name).as_uri()}'>" for name in SHEETS]
    text = "".join(body)
    text = re.sub(r'(<a class="[^"]*internal[^"]*" href="#([^"]+)"[^>]*>.*?</a>)',
                  lambda found: f"{found[1]}<span class='at'>{pages.get(found[2], 0)}</span>",
                  text, flags=re.DOTALL)  # fmt: skip
    return (
        f"<!doctype html><html lang='en' data-theme='light'><head><meta charset='utf-8'>"
        f"<title>{_title()}</title>{''.join(sheets)}<style>{''.join(running)}</style>"
        f"<style>{STYLE.read_text('utf-8')}</style></head><body>"
        f"<header><h1>{_title()}</h1><p>{_author()}</p></header>"
        f"<nav><h1>Contents</h1><ol>{''.join(table)}</ol></nav>{text}</body></html>"
    )


def _page(article: Article) -> str:
    return "p-" + article.name


def _config() -> dict[str, str]:
    found: dict[str, str] = yaml.safe_load((book.SOURCE / "_config.yml").read_text("utf-8"))
    return found


def _title() -> str:
    return _config()["title"]


def _author() -> str:
    return _config()["author"]


def printed(browser: Browser, text: str, folder: Path) -> Path:
    """The document as a PDF with an outline, printed by Chromium without a script."""
    page_file, target = folder / "book.html", folder / "book.pdf"
    page_file.write_text(text, "utf-8")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(page_file.as_uri(), wait_until="load")
    page.pdf(path=target, prefer_css_page_size=True, outline=True, tagged=True,
             print_background=True)  # fmt: skip
    context.close()
    return target


def page_numbers(pdf: Path) -> dict[str, int]:
    """On which page, counted from 1, each id that something points at was printed."""
    reader = PdfReader(pdf)
    return {
        name.removeprefix("/"): (reader.get_destination_page_number(target) or 0) + 1
        for name, target in reader.named_destinations.items()
    }


def make(target: Path) -> Path:
    """Print the built book into `target`. Raises BookError where there is no site or no browser."""
    chromium = system_chromium()
    if chromium is None:
        raise book.BookError("printing needs Chromium or Chrome: install one, or name its path in "
                             "NNBOOK_CHROMIUM")  # fmt: skip
    plan = contents()
    names = {name for _, pages in plan for name in pages}
    parts = [(caption, [Article(name, names) for name in pages]) for caption, pages in plan]
    numbers: dict[str, int] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        tqdm(total=MOST_RUNS, desc="printing", unit="run") as bar,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        for _ in range(MOST_RUNS):
            pdf = printed(browser, document(parts, numbers), Path(folder))
            before, numbers = numbers, page_numbers(pdf)
            bar.update()
            if numbers == before:
                break
        else:
            raise book.BookError(f"the page numbers still moved after {MOST_RUNS} runs")
        browser.close()
        return _signed(pdf, target)


def _signed(pdf: Path, target: Path) -> Path:
    """The PDF with title and author, and without the date and the program of this machine."""
    writer = PdfWriter(clone_from=pdf)
    writer.metadata = {"/Title": _title(), "/Author": _author()}
    writer.compress_identical_objects()
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    writer.write(part)
    part.replace(target)
    return target


def main() -> int:
    """Build the book if it is stale, and print it; returns the exit status."""
    try:
        book.build()
        pdf = make(book.BUILD / f"{book.ARCHIVE}.pdf")
    except book.BookError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{pdf.relative_to(book.ROOT)}, {len(PdfReader(pdf).pages)} pages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
