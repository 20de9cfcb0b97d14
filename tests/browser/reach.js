/* What is on the screen and smaller for a thumb than 44 px: links within a text aside, those stand as its lines do. */
() => {
  const NEED = 43;
  const controls = [...document.querySelectorAll("button, a[href], input, select, textarea")];
  const shown = controls.filter((one) => !one.disabled && !one.closest(".text, .visually-hidden") && one.checkVisibility({ opacityProperty: true, visibilityProperty: true }));
  const takes = (target, x, y) => target.contains(document.elementFromPoint(x, y));

  /* How far from its middle, one way and the other, a touch still means it; to the edge of the screen counts as far enough. */
  const reach = (target, x, y, across) => {
    let length = 1;
    for (const step of [-1, 1])
      for (let at = 1; at < NEED; at += 1) {
        const [left, top] = across ? [x + step * at, y] : [x, y + step * at];
        if (left < 0 || top < 0 || left >= innerWidth || top >= innerHeight) return NEED;
        if (!takes(target, left, top)) break;
        length += 1;
      }
    return length;
  };

  const tooSmall = (one) => {
    const target = one.closest("label") ?? one;
    const { x, y, width, height } = target.getBoundingClientRect();
    const [middle, centre] = [x + width / 2, y + height / 2];
    const edges = [[x + 2, centre], [x + width - 2, centre], [middle, y + 2], [middle, y + height - 2]];
    const whole = edges.every(([left, top]) => takes(target, left, top));
    return whole && (reach(target, middle, centre, true) < NEED || reach(target, middle, centre, false) < NEED);
  };

  return shown.filter(tooSmall).map((one) => {
    const { width, height } = one.getBoundingClientRect();
    return `${one.tagName.toLowerCase()}.${one.className} "${(one.ariaLabel ?? one.textContent).trim().slice(0, 30)}" ${Math.round(width)}×${Math.round(height)}`;
  });
};
