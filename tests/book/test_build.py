"""The built book: what its pages load, hold and link to."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
from bs4 import BeautifulSoup

import book
from nnbook import widgets

BUNDLE = 60_000  # bytes, gzipped, of all scripts for the figures of a page
LIMIT = 250_000  # bytes, gzipped, of a chapter's first load without pictures
SOURCES = sorted([*book.SOURCE.glob("*.md"), *book.SOURCE.glob("*.ipynb")])
CHAPTERS = [path for path in SOURCES if path.suffix == ".ipynb"]
FOREIGN = re.compile(r"@import\s+(url\()?['\"]?https?:|url\(\s*['\"]?(https?:)?//")
LOADING = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src"}


@pytest.fixture(scope="session")
def site() -> Path:
    """The folder of the site, built now if anything changed."""
    return book.build()


def page(site: Path, source: Path) -> BeautifulSoup:
    """The built page of a source file."""
    return BeautifulSoup((site / f"{source.stem}.html").read_text("utf-8"), "html.parser")


def loads(soup: BeautifulSoup) -> list[str]:
    """Addresses that a browser fetches on its own when it opens the page."""
    found = [tag.get(name, "") for kind, name in LOADING.items() for tag in soup.find_all(kind)]
    return [address for address in found if address and not address.startswith("data:")]


def test_every_source_has_a_page(site: Path) -> None:
    """Each chapter and each Markdown page of the book is built."""
    missing = [path.name for path in SOURCES if not (site / f"{path.stem}.html").is_file()]
    assert not missing


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_a_prediction_is_not_spoiled(site: Path, chapter: Path) -> None:
    """What a cell tagged hide-output prints stays folded up, whatever else lies in the cell."""
    cells = page(site, chapter).select(".cell.tag_hide-output")
    outputs = [output for cell in cells for output in cell.select(".cell_output")]
    tagged = json.loads(chapter.read_text("utf-8"))["cells"]
    assert len(cells) == sum("hide-output" in c["metadata"].get("tags", []) for c in tagged)
    assert all(output.find_parent("details") for output in outputs)
    assert len(outputs) == len(cells)


def test_no_page_loads_from_another_host(site: Path) -> None:
    """No page, script or style sheet of the site loads anything by a full address."""
    for path in site.rglob("*.html"):
        if path.relative_to(site).parts[0] == "lite":
            continue  # opened by a click, and may fetch Python from its own host
        soup = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        foreign = [address for address in loads(soup) if urlsplit(address).netloc]
        assert not foreign, f"{path.name} loads {foreign}"
        for script in soup.find_all("script"):
            assert "://" not in (script.string or ""), f"{path.name} has an address in a script"
    for path in site.rglob("*.css"):
        css = path.read_text("utf-8")
        assert not FOREIGN.search(css), path.name


def test_brackets_in_code_have_its_colour(site: Path) -> None:
    """Spans that would colour them as they are coloured anyway are left out of the pages."""
    css = (site / "_static" / "pygments.css").read_text("utf-8")
    for theme in ("light", "dark"):
        of_theme = rf'\[data-theme="{theme}"\] \.highlight'
        colours = re.findall(of_theme + r"(?: \.p)? \{[^}]*\bcolor: (#\w+)", css)
        assert len(colours) == 2, theme
        assert len(set(colours)) == 1, theme
    for path in CHAPTERS:
        assert not page(site, path).select(".highlight .p, .highlight .w"), path.name


def test_leftovers_of_the_theme_are_gone(site: Path) -> None:
    """No icon font, tooltip script, notebook loader or formula script is left in the pages."""
    own = (path for path in site.rglob("*") if path.relative_to(site).parts[0] != "lite")
    names = {path.name.lower() for path in own}
    left = re.compile(r"fontawesome|fa-solid|bootstrap\.js|thebe|mathjax|require\.js|\.map$|\.ttf$")
    assert not [name for name in names if left.search(name)]
    css = (site / "_static" / "styles" / "pydata-sphinx-theme.css").read_text("utf-8")
    assert "@font-face" not in css
    assert not re.search(r"\.(fa-star|carousel|offcanvas-end)\b", css)
    assert re.search(r"\.bd-article\b", css)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_first_load_is_light(site: Path, chapter: Path) -> None:
    """A chapter's page, its scripts, styles and the fonts it can need fit the limit, gzipped."""
    soup = page(site, chapter)
    for picture in soup.select("svg.nnb-still"):
        picture.decompose()
    names = {urlsplit(address).path for address in loads(soup)}
    files = [site / name for name in names if name.endswith((".js", ".css"))]
    sizes = {path.name: len(gzip.compress(path.read_bytes(), 9)) for path in files}
    sizes["the page"] = len(gzip.compress(str(soup).encode(), 9))
    for font in ("Main-Regular", "Math-Italic", "Main-Bold", "Size1-Regular", "Size2-Regular"):
        sizes[font] = (site / "_static" / "fonts" / f"KaTeX_{font}.woff2").stat().st_size
    assert sum(sizes.values()) <= LIMIT, sizes


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_the_figures_of_a_page_are_small(site: Path, chapter: Path) -> None:
    """Engine, kit and all figures that a page can come to need weigh little, gzipped."""
    static = site / "_static"
    kinds = {tag["data-explorable"] for tag in page(site, chapter).select("[data-explorable]")}
    scripts = [static / "figures" / f"{kind}.js" for kind in kinds & set(widgets.figure_scripts())]
    weights = {path.name: len(gzip.compress(path.read_bytes(), 9)) for path in
               (static / "nnbook.js", *scripts)}  # fmt: skip
    assert sum(weights.values()) <= BUNDLE, weights


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_formulas_are_already_formulas(site: Path, chapter: Path) -> None:
    """Formulas reach the page as KaTeX's HTML with MathML, none as source text or as an error."""
    soup = page(site, chapter)
    formulas = soup.select("span.math, div.math")
    assert formulas
    assert all(formula.select_one(".katex-mathml math") for formula in formulas)
    assert not soup.select(".katex-error")
    for tag in soup.select("script, style, pre, code, annotation"):
        tag.decompose()
    assert not re.search(r"\$\$|\\frac|\\partial|\\sigma", soup.get_text())


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_proofs_stay_out_of_the_page(site: Path, chapter: Path) -> None:
    """No reader receives the comments that prove the numbers."""
    text = (site / f"{chapter.stem}.html").read_text("utf-8")
    assert not re.search(r"<!--\s*[=?]|<!--\s*given|&lt;!--", text)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_stills_stand_in_the_page(site: Path, chapter: Path) -> None:
    """Every still is an SVG of the page with a description; no id occurs twice, no style leaks."""
    soup = page(site, chapter)
    stored = chapter.read_text("utf-8").count("data:image/svg+xml;base64,")
    pictures = soup.select("svg.nnb-still")
    assert len(pictures) >= stored
    assert not soup.select('img[src^="data:image/svg"]')
    assert all(len(picture["aria-label"]) > 10 for picture in pictures)
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(ids) == len(set(ids)), sorted({one for one in ids if ids.count(one) > 1})
    for style in soup.select("svg style"):
        selectors = [rule.split("{")[0] for rule in style.text.split("}") if rule.strip()]
        assert all(one.strip().startswith("#nnb-picture-") for one in selectors)


def test_figures_find_their_script_and_frames(site: Path) -> None:
    """A page loads the script if something on it moves or is kept, and the frames are there."""
    seen = 0
    for source in SOURCES:
        soup = page(site, source)
        figures = soup.select("figure[data-explorable]")
        scripts = [tag for tag in soup.find_all("script") if "nnbook.js" in tag.get("src", "")]
        alive = figures or soup.select("[data-progress]")
        assert len(scripts) == (1 if alive else 0), source.name
        for figure in figures:
            seen += 1
            key = json.loads(figure["data-state"]).get("key")
            assert not key or (site / "_static" / "frames" / f"{key}.js").is_file()
    assert seen


def test_links_inside_the_book_arrive(site: Path) -> None:
    """Every link to a page, a file or a place of the site has something at its end."""
    pages = site.glob("*.html")
    soups = {page.name: BeautifulSoup(page.read_text("utf-8"), "html.parser") for page in pages}
    ids = {name: {tag["id"] for tag in soup.find_all(id=True)} for name, soup in soups.items()}
    for name, soup in soups.items():
        for link in soup.find_all("a", href=True):
            parts = urlsplit(link["href"])
            if parts.netloc or parts.scheme:
                continue
            target = unquote(parts.path) or name
            assert (site / target).is_file(), f"{name} links to {link['href']}"
            if parts.fragment and target in ids:
                assert unquote(parts.fragment) in ids[target], f"{name} links to {link['href']}"


def test_no_link_leaves_without_an_address(site: Path) -> None:
    """Without ``repository_url`` no page offers to edit, report or run itself elsewhere."""
    config = (book.SOURCE / "_config.yml").read_text("utf-8")
    if re.search(r"^\s*repository_url:", config, re.MULTILINE):
        pytest.skip("repository_url is set")
    for source in SOURCES:
        text = str(page(site, source))
        assert not re.search(r"colab\.research|mybinder|/edit/main|issues/new", text)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_the_notebook_can_be_downloaded(site: Path, chapter: Path) -> None:
    """Each chapter links to its own notebook, byte for byte."""
    links = page(site, chapter).select("a[download]")
    assert links
    for link in links:
        copy = site / link["href"]
        assert copy.read_bytes() == chapter.read_bytes()
        nbformat.validate(nbformat.read(copy, as_version=4))


def test_pages_can_be_used_by_everyone(site: Path) -> None:
    """Each page names its language, skips to its text, has one title and describes pictures."""
    for source in SOURCES:
        soup = page(site, source)
        assert soup.html["lang"] == "en"
        assert soup.select_one('.skip-link a[href="#main-content"]')
        assert len(soup.select("article h1")) == 1, source.name
        assert all(image.get("alt") for image in soup.find_all("img"))
