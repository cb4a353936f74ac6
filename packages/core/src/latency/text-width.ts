/**
 * The widths of letters in DejaVu Sans, in thousandths of the font's size, from its `hmtx` table: of each run of characters
 * the first one, and the widths from there on. Verdana, after which it is drawn, is about as wide.
 */
const runs: readonly (readonly [first: number, widths: string])[] = [
  // Basic Latin
  [
    0x20,
    '318 401 460 838 636 950 780 275 390 390 500 838 318 361 318 337 636 636 636 636 636 636 636 636 636 ' +
      '636 337 337 838 838 838 531 1000 684 686 698 770 632 575 775 752 295 295 656 557 863 748 787 603 787 ' +
      '695 635 611 732 684 989 685 611 685 390 337 390 838 500 500 613 635 550 635 615 352 635 634 278 278 ' +
      '579 278 974 634 612 635 635 411 521 392 634 592 818 592 592 525 636 337 636 838',
  ],
  // Latin-1
  [
    0xa0,
    '318 401 636 636 636 636 337 500 500 1000 471 612 838 361 1000 500 500 838 401 401 500 636 636 318 ' +
      '500 401 471 612 969 969 969 531 684 684 684 684 684 684 974 698 632 632 632 632 295 295 295 295 775 ' +
      '748 787 787 787 787 787 838 787 732 732 732 732 611 605 630 613 613 613 613 613 613 982 550 615 615 ' +
      '615 615 278 278 278 278 612 634 612 612 612 612 612 838 612 634 634 634 634 592 635 592',
  ],
  // Latin Extended-A
  [
    0x100,
    '684 613 684 613 684 613 698 550 698 550 698 550 698 550 770 635 775 635 632 615 632 615 632 615 632 ' +
      '615 632 615 775 635 775 635 775 635 775 635 752 634 916 695 295 278 295 278 295 278 295 278 295 278 ' +
      '590 556 295 278 656 579 579 557 278 557 278 557 375 557 342 562 284 748 634 748 634 748 634 813 748 ' +
      '634 787 612 787 612 787 612 1070 1023 695 411 695 411 695 411 635 521 635 521 635 521 635 521 611 ' +
      '392 611 392 611 392 732 634 732 634 732 634 732 634 732 634 732 634 989 818 611 592 611 685 525 685 ' +
      '525 685 525 352',
  ],
  // Greek
  [
    0x391,
    '684 686 557 684 632 685 752 787 295 656 684 863 748 632 787 752 603 0 632 611 611 787 685 787 764 ' +
      '295 611 659 541 634 338 579 659 638 592 612 541 544 634 612 338 589 592 636 559 558 612 602 635 587 ' +
      '634 602 579 660 578 660 837',
  ],
  // Cyrillic
  [
    0x410,
    '684 686 686 610 781 632 1077 641 748 748 710 752 863 752 787 752 603 698 611 609 861 685 776 686 ' +
      '1069 1094 833 882 686 698 1080 695 613 617 589 525 691 615 901 532 650 650 604 639 754 654 612 654 ' +
      '635 550 583 592 855 592 681 591 915 942 707 790 589 549 842 602',
  ],
]

const widths = new Map(
  runs.flatMap(([first, list]) =>
    list.split(' ').map((width, index): [number, number] => [first + index, Number(width)]),
  ),
)

/** The width of a character that the table lacks: that of a wide letter, so that no text is squeezed. */
const otherWidth = 800

/** Characters that are as wide as the font's size: Chinese, Japanese and Korean ones, full-width forms, and emoji. */
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60]/u
const emoji = /\p{Extended_Pictographic}/u
/** Characters that stand on the one before them. */
const combining = /\p{Mark}|\p{Default_Ignorable_Code_Point}/u

/** Returns the width of a text in DejaVu Sans or a font like it, in pixels. */
export function textWidthPx(text: string, fontSizePx: number): number {
  let sum = 0
  for (const character of text) sum += widthOf(character)
  return (sum * fontSizePx) / 1_000
}

function widthOf(character: string): number {
  const known = widths.get(character.codePointAt(0) ?? 0)
  if (known !== undefined) return known
  if (combining.test(character)) return 0
  if (wide.test(character)) return 1_000
  return emoji.test(character) ? 1_300 : otherWidth
}
