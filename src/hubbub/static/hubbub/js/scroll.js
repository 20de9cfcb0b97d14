// @ts-check
/** The eye's place in a scrolling list: stay at the end, keep an anchor while rows come and go above, jump to a row. */

const NEAR = 40;

export class Scroll {
  /** @param {HTMLElement} box @param {() => Iterable<HTMLElement>} rows */
  constructor(box, rows) {
    this.box = box;
    this.rows = rows;
  }

  get fromEnd() {
    return this.box.scrollHeight - this.box.clientHeight - this.box.scrollTop;
  }

  get atEnd() {
    return this.fromEnd <= NEAR;
  }

  toEnd() {
    this.box.scrollTop = this.box.scrollHeight;
  }

  /** Change the list and leave what the person looks at where it is, to the pixel. @param {() => void} change */
  keep(change) {
    const anchor = this.first;
    const before = anchor?.getBoundingClientRect().top ?? 0;
    change();
    if (anchor?.isConnected) this.box.scrollTop += anchor.getBoundingClientRect().top - before;
  }

  /** @param {HTMLElement} row @param {"center" | "start"} where */
  toRow(row, where = "center") {
    const [box, target] = [this.box.getBoundingClientRect(), row.getBoundingClientRect()];
    const room = where === "center" ? Math.max(0, (box.height - target.height) / 2) : box.height / 4;
    this.box.scrollTop += target.top - box.top - room;
  }

  /** The first row of which something is in sight. */
  get first() {
    const top = this.box.getBoundingClientRect().top;
    for (const row of this.rows()) if (row.getBoundingClientRect().bottom > top) return row;
    return null;
  }
}
