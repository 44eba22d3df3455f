"""`clean_html`: a page's HTML in, a document of its visible text out."""

from __future__ import annotations

from typing import Unpack

from zxclean.decode import decode
from zxclean.document import Document
from zxclean.html.head import read_head
from zxclean.html.judge import judge
from zxclean.html.parser import parse
from zxclean.html.steps import HtmlFacts
from zxclean.html.visible import read_page
from zxclean.options import OptionValues, make_options
from zxclean.pipeline import decode_note
from zxclean.standard import default_pipeline
from zxclean.steps.chrome import Chrome


def clean_html(
    html: str | bytes | bytearray | memoryview,
    url: str | None = None,
    **options: Unpack[OptionValues],
) -> Document:
    """Clean a page given as HTML.

    The document's `source` is the page's visible text, as a browser shows it: a line for every
    block element and `<br>`, a line with tabs for a row of a data table, without scripts, hidden
    elements and form fields. `changes` start from that text. The tree tells which lines are the
    article and which are headings, captions, lists and tables; the head gives the facts that the
    text does not state.

    Args:
        html: text, or bytes, which are decoded as `clean` does it: byte order mark, the `encoding`
            option, the page's own `<meta charset>`, or what the bytes look like.
        url: the page's address; without it the canonical one that the page states.
        options: those of `clean`.

    Raises:
        ImportError: selectolax is not installed; the message has the command.
        TypeError, ValueError: an unknown option or value, or other data. No content makes it raise.

    >>> page = "<title>\\u4eca\\u5929</title><nav><a href=/>\\u9996\\u9875</a></nav><p>\\u6674\\u3002"
    >>> clean_html(page, url="https://example.org/1").metadata.url
    'https://example.org/1'
    """
    checked = make_options(options)
    if url is not None and not isinstance(url, str):
        raise TypeError(f"url must be a string or None, not {type(url).__name__}")
    if isinstance(html, str):
        text, found = html, None
    elif isinstance(html, (bytes, bytearray, memoryview)):
        found = decode(html, checked.encoding)
        text = found.text
    else:
        raise TypeError(f"clean_html takes str or bytes, not {type(html).__name__}")
    tree = parse(text)
    page = read_page(tree.body)
    head = read_head(tree, page.text, url)
    pipeline = default_pipeline(**options)
    lines, outside, facts = judge(page, head, remove=checked.chrome == "remove")
    if checked.chrome != "keep":
        pipeline = pipeline.with_step(lines, before=pipeline.steps[0].name)
        pipeline = pipeline.replacing("chrome", Chrome(checked.chrome == "remove", outside))
    pipeline = pipeline.with_step(HtmlFacts((*facts, *head.facts)))
    if found is None:
        return pipeline(page.text)
    return pipeline.run(page.text, (decode_note(found, len(page.text)),), found.encoding)
