// How many texts some words become, counted as the service counts them (chat/sms/segments.py).
//
// In the letters of GSM 03.38 there is room for 160 in one text, 153 in each of several; one other character,
// and it is 70 and 67. Letters of the extension table count twice. No pair is ever cut in two.

const BASIC = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const EXTENDED = new Set("\f^{}\\[~]|€");
const ALONE = { gsm7: 160, ucs2: 70 };
const TOGETHER = { gsm7: 153, ucs2: 67 };

const PLAIN = new Map([
  ...pairs("‘’‚‛′`´", "'"),
  ...pairs("“”„‟″«»", '"'),
  ...pairs("‐‑‒–—―−", "-"),
  ...pairs("\u00a0\u2002\u2003\u2007\u2009\u202f\t", " "),
  ...pairs("\u200b\u200c\u2060\ufeff\u00ad", ""),
  ["…", "..."],
  ["•", "-"],
]);

/** { encoding, units, parts, left }: `left` is what the last text still has room for. No words are no text. */
export function count(text) {
  const letters = Array.from(text);
  const encoding = letters.every(isShort) ? "gsm7" : "ucs2";
  const sizes = letters.map((letter) => (encoding === "gsm7" ? (EXTENDED.has(letter) ? 2 : 1) : letter.length));
  const units = sizes.reduce((sum, size) => sum + size, 0);
  if (units <= ALONE[encoding]) return { encoding, units, parts: text ? 1 : 0, left: ALONE[encoding] - units };
  const room = TOGETHER[encoding];
  let parts = 1;
  let used = 0;
  for (const size of sizes) {
    if (used + size > room) {
      parts += 1;
      used = 0;
    }
    used += size;
  }
  return { encoding, units, parts, left: room - used };
}

/** The characters that make texts shorter, each once, in the order in which they stand. */
export const costly = (text) => [...new Set(Array.from(text).filter((letter) => !isShort(letter)))];

/** The same words in plain letters. What has none (an emoji) stays as it is. */
export const plain = (text) => Array.from(text.normalize("NFC"), plainLetter).join("");

function plainLetter(letter) {
  if (isShort(letter)) return letter;
  if (PLAIN.has(letter)) return PLAIN.get(letter);
  const [base] = letter.normalize("NFD");
  return BASIC.has(base) ? base : letter;
}

function isShort(letter) {
  return BASIC.has(letter) || EXTENDED.has(letter);
}

function pairs(letters, instead) {
  return Array.from(letters, (letter) => [letter, instead]);
}
