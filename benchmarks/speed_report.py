"""Show the results of a race as an aligned table and as a picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from statistics import median


@dataclass(frozen=True, slots=True)
class Result:
    """Seconds of processor time for one pass over a part, one figure a round."""

    part: str
    contender: str
    seconds: tuple[float, ...]
    mb_per_s: float
    ratio_to_chain: float


def format_figure(value: float) -> str:
    """Three significant digits, and whole numbers from 100 on."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def format_table(results: Sequence[Result]) -> str:
    """Lay the results out as plain text; spread is (slowest - fastest) / median of the rounds."""
    rows = [("part", "contender", "MB/s", "x chain", "spread")]
    for r in results:
        spread = (max(r.seconds) - min(r.seconds)) / median(r.seconds)
        figures = format_figure(r.mb_per_s), format_figure(r.ratio_to_chain), f"{spread:.0%}"
        rows.append((r.part, r.contender, *figures))
    widths = [max(len(row[i]) for row in rows) for i in range(5)]
    lines: list[str] = []
    for row, before in zip(rows, [rows[0], *rows], strict=False):
        if row[0] != before[0]:
            lines.append("")
        left = [cell.ljust(width) for cell, width in zip(row[:2], widths, strict=False)]
        right = [cell.rjust(width) for cell, width in zip(row[2:], widths[2:], strict=True)]
        lines.append("  ".join(left + right))
    return "\n".join(lines)


def draw_svg(results: Sequence[Result], caption: str) -> str:
    """Draw horizontal bars on a logarithmic axis, a group for each part; return the SVG."""
    left, plot, row, top = 250, 480, 22, 64
    parts = list(dict.fromkeys(r.part for r in results))
    low = math.floor(math.log10(min(r.mb_per_s for r in results)))
    high = math.ceil(math.log10(max(r.mb_per_s for r in results)))
    scale = plot / max(1, high - low)
    height = top + row * (len(results) + 2 * len(parts)) + 24
    body: list[str] = []

    def write(x: float, y: float, text: str, style: str = "") -> None:
        body.append(f'<text x="{x:.1f}" y="{y:.1f}" {style}>{escape(text)}</text>')

    write(16, 24, "Speed on one core, MB of UTF-8 a second", 'font-size="16" font-weight="bold"')
    write(16, 44, f"{caption}; logarithmic axis", 'fill="#555"')
    for power in range(low, high + 1):
        x = left + (power - low) * scale
        body.append(f'<path d="M{x:.1f} {top}V{height - 24}" stroke="#ddd"/>')
        write(x, height - 8, f"{10.0**power:g}", 'text-anchor="middle" fill="#555"')
    y = float(top)
    for part in parts:
        y += row
        write(16, y, part, 'font-weight="bold"')
        for r in (r for r in results if r.part == part):
            y += row
            width = max(1.0, (math.log10(r.mb_per_s) - low) * scale)
            colour = "#c0392b" if r.contender.startswith("zxclean") else "#7f8c8d"
            write(left - 8, y, r.contender, 'text-anchor="end"')
            body.append(
                f'<rect x="{left}" y="{y - 12:.1f}" width="{width:.1f}" height="15" '
                f'fill="{colour}"/>'
            )
            write(left + width + 6, y, format_figure(r.mb_per_s))
        y += row
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + plot + 80}" height="{height}" '
        'font-family="sans-serif" font-size="12">\n<rect width="100%" height="100%" '
        'fill="white"/>\n' + "\n".join(body) + "\n</svg>\n"
    )
