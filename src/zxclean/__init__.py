"""zxclean repairs crawled Chinese text and says of every change what it was and why.

>>> import zxclean
>>> doc = zxclean.clean("\\u5340(q\\u016b)\\u59d4\\u653f\\u5354(xi\\u00e9)\\u6703(hu\\u00ec)\\u8b70")
>>> doc.text
'区委政协会议'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zxclean.document import Document as Document
    from zxclean.html.clean import clean_html as clean_html
    from zxclean.options import Options as Options
    from zxclean.pipeline import Pipeline as Pipeline
    from zxclean.proposals import Edit as Edit
    from zxclean.proposals import EditColumns as EditColumns
    from zxclean.proposals import Late as Late
    from zxclean.proposals import Mark as Mark
    from zxclean.proposals import Normalizer as Normalizer
    from zxclean.proposals import without_overlaps as without_overlaps
    from zxclean.records import Block as Block
    from zxclean.records import Change as Change
    from zxclean.records import Garble as Garble
    from zxclean.records import Mask as Mask
    from zxclean.records import Metadata as Metadata
    from zxclean.records import Note as Note
    from zxclean.records import Truncation as Truncation
    from zxclean.rewriting import replay as replay
    from zxclean.rewriting import undo as undo
    from zxclean.splicing import EditError as EditError
    from zxclean.standard import clean as clean
    from zxclean.standard import clean_many as clean_many
    from zxclean.standard import default_pipeline as default_pipeline
    from zxclean.view import TextView as TextView

_HOME = {
    "Block": "records",
    "Change": "records",
    "Document": "document",
    "Edit": "proposals",
    "EditColumns": "proposals",
    "EditError": "splicing",
    "Garble": "records",
    "Late": "proposals",
    "Mark": "proposals",
    "Mask": "records",
    "Metadata": "records",
    "Normalizer": "proposals",
    "Note": "records",
    "Options": "options",
    "Pipeline": "pipeline",
    "TextView": "view",
    "Truncation": "records",
    "clean": "standard",
    "clean_html": "html.clean",
    "clean_many": "standard",
    "default_pipeline": "standard",
    "replay": "rewriting",
    "undo": "rewriting",
    "without_overlaps": "proposals",
}
"""Public names and their modules. They load on first use: importing zxclean takes
milliseconds, numpy alone some 60 to 90."""

__all__ = sorted(_HOME)


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'zxclean' has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(f"zxclean.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
