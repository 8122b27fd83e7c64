"""Print the book: build/neural-networks-number-by-number.pdf, from the pages that are built.

    python tools/pdf.py

The articles of all pages are laid into one document, with a title page and a table of contents;
Chromium prints it. Figures are their stills. The questions of a chapter keep their places, what a
click would show moves to its end, and where an answer is wanted there is room to write. In the
table, behind each reference and in the index stand page numbers: the document is printed, the
numbers are read off the result, and it is printed again until none of them moves.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Mapping
from html import escape
from pathlib import Path
from urllib.parse import unquote

import yaml
from bs4 import BeautifulSoup, Tag
from chromium import FLAGS, system_chromium
from playwright.sync_api import Browser, sync_playwright
from pypdf import PdfReader, PdfWriter
from pypdf.generic import Fit, IndirectObject
from tqdm import tqdm

import book

STYLE = Path(__file__).with_suffix(".css")
# what the site's pages look at, and print needs: formulas, code, pictures
SHEETS = ("_static/pygments.css", "_static/katex.min.css", "_static/katex-math.css",
          "_static/nnbook.css", "_static/book.css")  # fmt: skip
POINTING = ("aria-describedby", "aria-labelledby", "for", "headers")
# what only moves, what only leads elsewhere, and what a page says of itself: "Not attempted yet"
DROPPED = ("noscript", "script", ".headerlink", "details.hide.above-input", ".nnb-letters",
           ".toctree-wrapper", ".rubric:has(+ .toctree-wrapper)",
           "[data-explorable=quiz] figcaption",
           "[data-explorable=form] figcaption",
           "[data-explorable=form] p:has(> strong)",
           '.output:has(.nnb-message:-soup-contains("Not attempted yet"))')  # fmt: skip
LICENCE = "Text and pictures: CC BY 4.0. Code: BSD 3-Clause License."
LEFT_OUT = {"progress"}  # a page that is empty without its script
FLAT = {"index", "terms", "glossary"}  # pages whose sections the table of contents leaves out
INDEX, OPEN = "terms", {"misconceptions"}  # the page that is an index; pages of lists to unfold
GAP, LINE = "<span class='gap'></span>", "<div class='line'></div>"
SHORT = 12  # so many lines of code stay on one page
THREE_LINES = 250  # characters: Chromium leaves the third line of a paragraph alone on a page
OFTEN = 24  # a longer entry of the index helps nobody to find the word
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
        for link in found.select("a[href]"):
            if not re.match("#|https?:|mailto:", str(link["href"])):
                link.unwrap()  # a bookmarklet, or a page that is left out
        if name == INDEX:
            self._point_at_pages()
        self._unfold()
        self._move_answers()
        self._leave_room()
        for cell in found.select(".cell_input"):
            if re.fullmatch(r'\s*(check|quiz)\("\w+\.\w+".*\)\s*', cell.get_text()):
                cell.decompose()  # on paper its output, the question, says all
        self._keep_together()

    @property
    def headings(self) -> list[tuple[int, str, str]]:
        """Level, id and words of the page's title and of its sections."""
        return [
            (int(heading.name[1]), str(section["id"]), heading.get_text())
            for section in self.tag.select("section[id]")
            for heading in section.select(":scope > h1, :scope > h2")
        ]

    @property
    def listed(self) -> list[tuple[int, str, str]]:
        """The headings that the table of contents and the outline name."""
        return self.headings[: 1 if self.name in FLAT else None]

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

    def _point_at_pages(self) -> None:
        """Leave of each entry of the index what its numbers are made of: the sections it names."""
        for entry in self.tag.select("dd"):
            term = entry.find_previous_siblings("dt", limit=1)[0]
            uses = entry.select("a") or term.select("a")
            term.wrap(_tag("<div></div>")).append(entry)
            first = entry.select(".nnb-introduced a")
            entry.clear()
            entry["data-pages"] = " ".join(str(link["href"])[1:] for link in uses)
            entry["data-first"] = "".join(str(link["href"])[1:] for link in first)
        _only(self.tag, "h1 + p").replace_with(_tag(
            "<p>The pages on which each word of the glossary is used; in bold, where it is "
            "introduced.</p>"))  # fmt: skip

    def _unfold(self) -> None:
        """Open what is folded for the sake of the screen: outputs, and lists of their own."""
        for output in self.tag.select("details.hide.below-input"):
            _only(output, "summary").decompose()
            output.unwrap()
        for part in self.tag.select("details") if self.name in OPEN else ():
            _only(part, "summary").name = "h3"
            part.name, part["class"] = "div", "unfolded"

    def _leave_room(self) -> None:
        """Put gaps and lines where a reader with a pencil writes an answer."""
        for form in self.tag.select("[data-explorable=form]"):
            kind = json.loads(str(form["data-state"]))["sheet"]["kind"]
            still = _only(form, ".nnb-still")
            for words in still.find_all(string=re.compile("……")):
                words.replace_with(_tag(f"<span>{escape(words).replace('……', GAP)}</span>"))
            if kind == "sentence":
                _only(still, "p").replace_with(_tag(f"<div class='lines'>{LINE * 5}</div>"))
            elif kind == "order":
                still.append(_tag(f"<p>in order: {GAP}</p>"))
        for code in self.tag.select(".cell_input"):
            if re.search(r"^ +\.\.\.\n\s*check\(", code.get_text(), re.MULTILINE):
                code.insert_after(_tag(f"<div class='lines'>{LINE * 6}</div>"))

    def _keep_together(self) -> None:
        """Mark what is too short to be divided between two pages."""
        for code in self.tag.select(".highlight:has(> pre)"):
            if len(code.get_text().splitlines()) <= SHORT:
                code["class"] = "highlight short"
        for paragraph in self.tag.select("p:not([class]), li:not([class])"):
            if len(paragraph.get_text()) <= THREE_LINES:
                paragraph["class"] = "short"

    def _move_answers(self) -> None:
        """Number the questions; lay their answers, and what is folded, behind the last section."""
        answers, found = [], []
        for number, details in enumerate(self.tag.select("[data-explorable=quiz] details"), 1):
            for summary in details.select("summary"):
                summary.decompose()
            for question in details.find_parents("li")[:1]:
                question.insert(0, _tag(f"<span class='asked'>Question {number}.</span>"))
            answers.append(f"<li>{details.extract().decode_contents()}</li>")
        for number, details in enumerate(self.tag.select("details"), 1):
            here, there = self._there(f"asked-{number}"), self._there(f"found-{number}")
            heading = details.find_all_previous(["h1", "h2", "h3"], limit=1)[0].get_text()
            said = _only(details, "summary").extract().get_text(strip=True)
            found.append(f"<h3 id='{there}'><a class='internal' href='#{here}'>{heading}</a></h3>"
                         f"{details.decode_contents()}")  # fmt: skip
            details.replace_with(_tag(f"<p id='{here}'><a class='internal' href='#{there}'>{said}"
                                      "</a></p>"))  # fmt: skip
        if answers or found:
            self.tag.append(_tag(f"<section class='answers' id='{self._there('answers')}'>"
                                 f"<h2>Answers</h2><ol>{''.join(answers)}</ol>{''.join(found)}"
                                 "</section>"))  # fmt: skip


def _tag(markup: str) -> Tag:
    found = BeautifulSoup(markup, "html.parser").find()
    assert isinstance(found, Tag)  # noqa: S101 - our own markup
    return found


def _only(tag: Tag, selector: str) -> Tag:
    found = tag.select(selector)
    if len(found) != 1:
        raise book.BookError(f"printing expects one {selector} in a {tag.name}, not {len(found)}")
    return found[0]


def document(parts: list[tuple[str, list[Article]]], pages: Mapping[str, int]) -> str:
    """The whole book as one HTML page; `pages` says where each id was printed, if it was yet."""
    table, body, running = [], [], []
    for caption, articles in parts:
        if caption:
            table.append(f"<li class='part'>{caption}</li>")
        for article in articles:
            title = article.headings[0][2]
            running.append(f'@page {_page(article)} {{ @top-center {{ content: "{title}" }} }}')
            for level, anchor, words in article.listed:
                table.append(f"<li class='level{level}'><a href='#{anchor}'>{words}</a>"
                             f"<span>{pages.get(anchor, 0)}</span></li>")  # fmt: skip
            body.append(f"<div class='chapter' id='page-{article.name}' "
                        f"style='page: {_page(article)}'>{article.tag}</div>")  # fmt: skip
    sheets = [f"<link rel='stylesheet' href='{(book.SITE / name).as_uri()}'>" for name in SHEETS]
    text = "".join(body)
    text = re.sub(r'(<a class="[^"]*internal[^"]*" href="#([^"]+)"[^>]*>.*?</a>)',
                  lambda found: f"{found[1]}<span class='at'>{pages.get(found[2], 0)}</span>",
                  text, flags=re.DOTALL)  # fmt: skip
    text = re.sub(r'<dd data-first="([^"]*)" data-pages="([^"]*)"></dd>',
                  lambda found: f"<dd>{_numbers(found[2].split(), found[1], pages)}</dd>",
                  text)  # fmt: skip
    return (
        f"<!doctype html><html lang='en' data-theme='light'><head><meta charset='utf-8'>"
        f"<title>{_title()}</title>{''.join(sheets)}<style>{''.join(running)}</style>"
        f"<style>{STYLE.read_text('utf-8')}</style></head><body>"
        f"<header><h1>{_title()}</h1><p>{_author()}</p><p>{LICENCE}</p></header>"
        f"<nav><h1>Contents</h1><ol>{''.join(table)}</ol></nav>{text}</body></html>"
    )


def _numbers(anchors: list[str], first: str, pages: Mapping[str, int]) -> str:
    """The pages of an entry of the index: 3, 5-7, and by itself in bold the one of `first`.

    Of a word that is nearly everywhere only that page is named.
    """
    leads = {pages.get(anchor, 0): anchor for anchor in reversed(anchors)}
    introduced = pages.get(first, 0) if first else None
    runs: list[list[int]] = []
    for page in sorted(leads):
        if runs and runs[-1][-1] == page - 1 and introduced not in {page, page - 1}:
            runs[-1].append(page)
        else:
            runs.append([page])
    often = introduced is not None and len(runs) > OFTEN
    if often:
        runs = [run for run in runs if run[0] == introduced]
    shown = [
        f"<a class='{'first' if run[0] == introduced else ''}' href='#{leads[run[0]]}'>"
        f"{'–'.join(str(page) for page in dict.fromkeys((run[0], run[-1])))}</a>"
        for run in runs
    ]
    # Chromium knows the page of what a link points at, even of a link that is not printed
    hidden = "".join(f"<a hidden href='#{anchor}'></a>" for anchor in anchors)
    return f"{', '.join(shown)}{' and often' if often else ''}{hidden}"


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
    """The document as a PDF, printed by Chromium without a script."""
    page_file, target = folder / "book.html", folder / "book.pdf"
    page_file.write_text(text, "utf-8")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(page_file.as_uri(), wait_until="load")
    page.pdf(path=target, prefer_css_page_size=True, tagged=True, print_background=True)
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
        return _signed(pdf, target, parts)


def _signed(pdf: Path, target: Path, parts: list[tuple[str, list[Article]]]) -> Path:
    """The PDF with outline, title and author, and without date and program of this machine."""
    reader, writer = PdfReader(pdf), PdfWriter(clone_from=pdf)
    writer.pdf_header = reader.pdf_header
    writer.page_mode = "/UseOutlines"
    _outline(writer, reader, parts)
    writer.metadata = {"/Title": _title(), "/Author": _author()}
    writer.compress_identical_objects()
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    writer.write(part)
    part.replace(target)
    return target


def _outline(writer: PdfWriter, reader: PdfReader, parts: list[tuple[str, list[Article]]]) -> None:
    """Bookmarks as in the table of contents: parts, pages, sections."""
    places = reader.named_destinations

    def add(anchor: str, words: str, under: IndirectObject | None, *, is_open: bool = False
            ) -> IndirectObject:  # fmt: skip
        place = places["/" + anchor]
        return writer.add_outline_item(
            title=words, page_number=reader.get_destination_page_number(place), parent=under,
            fit=Fit.xyz(left=0, top=float(place.top or 0)), is_open=is_open,
        )  # fmt: skip

    for caption, articles in parts:
        part = add(articles[0].headings[0][1], caption, None, is_open=True) if caption else None
        for article in articles:
            (_, anchor, title), *sections = article.listed
            page = add(anchor, title, part)
            for _, anchor, words in sections:
                add(anchor, words, page)


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
