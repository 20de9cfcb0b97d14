// @ts-check
/** How large a file is, and how much of it has been sent, in the page's language. */
import { language } from "../words.js";

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"];

/** @param {number} bytes */
export function size(bytes) {
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), UNITS.length - 1);
  const value = bytes / 1024 ** power;
  return value.toLocaleString(language, { style: "unit", unit: UNITS[power], unitDisplay: power ? "short" : "long", maximumFractionDigits: power && value < 10 ? 1 : 0 });
}

/** @param {number} part of one */
export const percent = (part) => part.toLocaleString(language, { style: "percent" });
