"""The words by which the press says who did what, as parts of patterns for folded text.

Every grammar of credits is made of them: datelines, lines of reporters, fields, bylines, signatures.
"""

from __future__ import annotations

RANKS = r"(?:全媒体|融媒体|新媒体|首席|特约|特派|见习|实习|文字|地方|资深|驻\w{1,6}?)*"
"""What stands before the word for a reporter."""

REPORTER = r"记者(?!招待会|见面会|[会站节团证部])"
"""The word for a reporter, where it is not the first half of another."""

CORRESPONDENTS = r"通讯员|特派员|评论员"
"""Others who write for a paper."""

REPORTED = r"报[道导]"

BOTH = r"(?:文\s?[/、]?\s?图|图\s?[/、]?\s?文)"
"""Text and pictures by the same hand."""
