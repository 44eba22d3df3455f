"""Show how much garbled text came back, as a table, and how far confidence can be trusted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from garbles_checks import CUT_LENGTHS, CleanResult
from garbles_kinds import Kind
from garbles_score import Score

THRESHOLDS = tuple(n / 100 for n in (50, 60, 70, 80, 90, 95, 98, 99, 100))


def share(part: int, whole: int) -> str:
    """A share with three digits, cut off, not rounded: 0.9699 is not yet 0.97."""
    return f"{part * 1000 // whole / 1000:.3f}" if whole else "-"


def format_rows(rows: Sequence[Sequence[str]], left: int = 1) -> str:
    """Align columns; the first `left` ones to the left. Han characters count as two wide."""

    def width(cell: str) -> int:
        return len(cell) + sum("\u4e00" <= char <= "\u9fff" for char in cell)

    widths = [max(width(row[n]) for row in rows) for n in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = []
        for n, (cell, full) in enumerate(zip(row, widths, strict=True)):
            pad = " " * (full - width(cell))
            cells.append(cell + pad if n < left else pad + cell)
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def format_kinds(kinds: Sequence[Kind], scores: Mapping[str, Mapping[str, Score]]) -> str:
    """One table for zxclean, its rivals' shares beside it; `!` marks what is under its floor."""
    rivals = [name for name in scores if name != "zxclean"]
    head = ["kind", "cases", "recov.", "floor", "restored", "", "edges", "tried", "right"]
    head += ["neighb.", "false"]
    for name in rivals:
        head += [name, "neighb.", "false"]
    rows = [head]
    for kind in kinds:
        own = scores["zxclean"][kind.name]
        if kind.group == "gone":
            continue
        low = kind.floor is not None and own.restored < kind.floor * own.recoverable
        row = [kind.name, str(own.cases), f"{own.recoverable:,}"]
        row += [f"{kind.floor:.2f}" if kind.floor else "-"]
        row += [share(own.restored, own.recoverable), "!" if low else ""]
        row += [f"{own.edges:,}", share(own.edges_tried, own.edges)]
        row += [share(own.edges_right, own.edges_tried)]
        row += [share(own.neighbours, own.cases), f"{own.false:,}"]
        for name in rivals:
            rival = scores[name][kind.name]
            row += [share(rival.restored, rival.recoverable)]
            row += [share(rival.neighbours, rival.cases), f"{rival.false:,}"]
        rows.append(row)
    return format_rows(rows)


def format_gone(kinds: Sequence[Kind], scores: Mapping[str, Mapping[str, Score]]) -> str:
    """Damage beyond repair: share of cases left as they were, and marked."""
    rows = [["beyond repair", "cases", *(f"{name}, untouched" for name in scores), "marked"]]
    for kind in kinds:
        if kind.group == "gone":
            of = {name: table[kind.name] for name, table in scores.items()}
            untouched = [share(s.untouched, s.cases) for s in of.values()]
            marked = share(of["zxclean"].marked, of["zxclean"].cases)
            rows.append([kind.name, str(of["zxclean"].cases), *untouched, marked])
    return format_rows(rows)


def format_clean(results: Iterable[CleanResult]) -> str:
    rows = [["clean text", "characters", "changed", "per million", "listed", "share of time"]]
    for r in results:
        cost = "-" if r.share is None else f"{r.share:.1%}"
        figures = f"{r.characters:,}", str(r.changed), f"{r.per_million:.2f}", str(r.listed), cost
        rows.append([r.source, *figures])
    return format_rows(rows)


def format_bytes(right: Mapping[str, Mapping[str, Mapping[int, int]]], cuts: int) -> str:
    rows = [[f"right of {cuts} cuts", "bytes", *(f"{n} chars" for n in CUT_LENGTHS)]]
    for name, by_codec in right.items():
        for label, figures in by_codec.items():
            rows.append([name, label, *(str(figures[n]) for n in CUT_LENGTHS)])
    return format_rows(rows, left=2)


def reliability(verdicts: Sequence[tuple[float, bool]]) -> list[dict[str, float]]:
    """For each threshold p: restorations with confidence p or more, and the share of right ones.

    >>> reliability([(0.9, True), (0.6, False)])[0]
    {'confidence': 0.5, 'restorations': 2, 'right': 0.5}
    """
    curve = []
    for least in THRESHOLDS:
        sure = [right for confidence, right in verdicts if confidence >= least]
        if sure:
            right = sum(sure) / len(sure)
            curve.append({"confidence": least, "restorations": len(sure), "right": right})
    return curve


def format_reliability(curve: Sequence[Mapping[str, float]]) -> str:
    if not curve:
        return "reliability: no restoration was made, so there is nothing to draw"
    rows = [["confidence at least", "restorations", "right", ""]]
    for point in curve:
        low = "!" if point["right"] < point["confidence"] else ""
        rows.append(
            [
                f"{point['confidence']:.2f}",
                f"{point['restorations']:,}",
                f"{point['right']:.4f}",
                low,
            ]
        )
    return format_rows(rows)


def draw_svg(curve: Sequence[Mapping[str, float]], caption: str) -> str:
    """Draw the share of right restorations over the least confidence; return the SVG.

    Points above the diagonal keep what the confidence promises.
    """
    left, top, plot = 70, 70, 400

    def place(confidence: float, right: float) -> tuple[float, float]:
        return left + (confidence - 0.5) * 2 * plot, top + plot - (right - 0.5) * 2 * plot

    body: list[str] = []

    def write(x: float, y: float, text: str, style: str = "") -> None:
        body.append(f'<text x="{x:.1f}" y="{y:.1f}" {style}>{escape(text)}</text>')

    write(16, 24, "Right restorations by confidence", 'font-size="16" font-weight="bold"')
    write(16, 44, caption, 'fill="#555"')
    for n in range(6):
        value = 0.5 + n / 10
        x, y = place(value, value)
        body.append(f'<path d="M{x:.1f} {top}v{plot}M{left} {y:.1f}h{plot}" stroke="#ddd"/>')
        write(x, top + plot + 18, f"{value:.1f}", 'text-anchor="middle" fill="#555"')
        write(left - 8, y + 4, f"{value:.1f}", 'text-anchor="end" fill="#555"')
    write(left + plot / 2, top + plot + 38, "confidence at least", 'text-anchor="middle"')
    write(left, top - 8, "share right")
    body.append(f'<path d="M{left} {top + plot}l{plot} -{plot}" stroke="#7f8c8d" fill="none"/>')
    points = [place(p["confidence"], max(0.5, p["right"])) for p in curve]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    body.append(f'<polyline points="{line}" stroke="#c0392b" stroke-width="2" fill="none"/>')
    body.extend(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#c0392b"/>' for x, y in points)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + plot + 40}" '
        f'height="{top + plot + 56}" font-family="sans-serif" font-size="12">\n'
        '<rect width="100%" height="100%" fill="white"/>\n' + "\n".join(body) + "\n</svg>\n"
    )
