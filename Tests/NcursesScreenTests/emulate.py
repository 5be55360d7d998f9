"""Feeds recorded terminal output to a VT emulator (pyte) and compares it with the wanted cells.

usage: emulate.py ROWS COLUMNS OUTPUT CELLS

pyte knows no grapheme clusters: of an uncertain cell only the first scalar's place is compared,
and pyte knows no dim. Prints each difference; exits 1 when there is one.
"""
import sys
import unicodedata

import pyte

NAMES = ["black", "red", "green", "brown", "blue", "magenta", "cyan", "white"]


def color(index):
    if index < 0:
        return "default"
    return NAMES[index] if index < 8 else "bright" + NAMES[index - 8]


def main():
    rows, columns = int(sys.argv[1]), int(sys.argv[2])
    screen = pyte.Screen(columns, rows)
    stream = pyte.ByteStream(screen)
    with open(sys.argv[3], "rb") as recorded:
        # Leaving the alternate screen would end the picture.
        stream.feed(recorded.read().split(b"\x1b[?2004l")[0])
    with open(sys.argv[4], encoding="utf-8") as lines:
        wrong = differences(screen, [cell(line) for line in lines if line.startswith("cell ")])
    print("\n".join(wrong), end="\n" if wrong else "")
    sys.exit(1 if wrong else 0)


def cell(line):
    _, row, column, width, scalars, front, back, attributes, certain = line.split()
    text = "".join(chr(int(scalar, 16)) for scalar in scalars.split(","))
    return int(row), int(column), int(width), text, (int(front), int(back), int(attributes)), certain == "1"


def differences(screen, cells):
    """What the emulator shows otherwise than wanted; `cells` are in reading order, as of `cell`."""
    wrong = []
    left_certain = True
    for row, column, width, text, (front, back, attributes), certain in cells:
        shown = screen.buffer[row][column]
        if width == 0:
            # pyte holds an empty text there; an uncertain neighbour may have left its own.
            if left_certain and shown.data != "":
                wrong.append(complaint(row, column, "right half", "", shown))
            continue
        left_certain = certain
        if certain:
            same = shown.data == unicodedata.normalize("NFC", text)
        elif column + 2 * len(text) > screen.columns:
            # At the right edge pyte draws the parts of a grapheme over each other.
            same = shown.data[:1] in text
        else:
            same = shown.data[:1] == text[:1]
        if not same:
            wrong.append(complaint(row, column, "text", text, shown))
            continue
        wanted = {"bg": color(back)}
        if text != " " or attributes & 24:
            wanted.update(
                fg=color(front),
                bold=bool(attributes & 1),
                italics=bool(attributes & 4),
                underscore=bool(attributes & 8),
                reverse=bool(attributes & 16),
            )
        for name, value in wanted.items():
            if getattr(shown, name) != value:
                wrong.append(complaint(row, column, name, value, shown))
    return wrong


def complaint(row, column, what, wanted, shown):
    return f"row {row} column {column}: {what} should be {wanted!r}, is {shown}"


if __name__ == "__main__":
    main()
