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
    wrong = 0
    left_certain = True
    with open(sys.argv[4], encoding="utf-8") as cells:
        for line in cells:
            if not line.startswith("cell "):
                continue
            _, row, column, width, scalars, front, back, attributes, certain = line.split()
            row, column, width, attributes = int(row), int(column), int(width), int(attributes)
            text = "".join(chr(int(scalar, 16)) for scalar in scalars.split(","))
            shown = screen.buffer[row][column]
            if width == 0:
                # pyte holds an empty text there; an uncertain neighbour may have left its own.
                if left_certain and shown.data != "":
                    wrong += complain(row, column, "right half", "", shown)
                continue
            left_certain = certain == "1"
            if certain == "1":
                same = shown.data == unicodedata.normalize("NFC", text)
            elif column + 2 * len(text) > columns:
                # At the right edge pyte draws the parts of a grapheme over each other.
                same = shown.data[:1] in text
            else:
                same = shown.data[:1] == text[:1]
            if not same:
                wrong += complain(row, column, "text", text, shown)
                continue
            inkless = text == " " and not attributes & 24
            wanted = {"bg": color(int(back))}
            if not inkless:
                wanted.update(
                    fg=color(int(front)),
                    bold=bool(attributes & 1),
                    italics=bool(attributes & 4),
                    underscore=bool(attributes & 8),
                    reverse=bool(attributes & 16),
                )
            for name, value in wanted.items():
                if getattr(shown, name) != value:
                    wrong += complain(row, column, name, value, shown)
    sys.exit(1 if wrong else 0)


def complain(row, column, what, wanted, shown):
    print(f"row {row} column {column}: {what} should be {wanted!r}, is {shown}")
    return 1


if __name__ == "__main__":
    main()
