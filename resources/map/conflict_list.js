/* The conflicts of an HTML snapshot: which of them the view shows, and the list of these, claims side by side.

The columns dispute_a and dispute_b are the rows of pairs that clash, dispute the number of their conflict. A conflict is
{kind, place, topic, reason, sides: rows of each, clash: sentences, decisions: [{kind, made, note, prefers: row|null}]}, one a
line of the page. As in the window, only what a person told apart has sides.
*/
(function (root) {
  "use strict";

  const { element, textElement } = root.MapViewLegend;
  const { fill } = root.MapViewWords;

  const MOST = 40; // in the list at once
  const MOST_PRINTED = 400;

  /** What clashes with what. */
  class Disputes {
    /** @param read returns a conflict by its number */
    constructor(engine, read) {
      this.engine = engine;
      this.at = read;
      this.byPair = null;
    }

    /** The conflicts of which claims are shown that clash, as {number, rows}. */
    shown() {
      const { engine } = this;
      const { dispute_a: a, dispute_b: b, dispute } = engine.columns;
      const found = [];
      for (let i = 0; i < dispute.length; i++) {
        if (!engine.isShown(a[i]) || !engine.isShown(b[i])) continue;
        const last = found.at(-1);
        if (last && last.number === dispute[i]) last.rows.add(a[i]).add(b[i]);
        else found.push({ number: dispute[i], rows: new Set([a[i], b[i]]) });
      }
      return found;
    }

    /** How many conflicts are shown. */
    count() {
      const { engine } = this;
      const { dispute_a: a, dispute_b: b, dispute } = engine.columns;
      let [count, last] = [0, -1];
      for (let i = 0; i < dispute.length; i++) {
        if (dispute[i] === last || !engine.isShown(a[i]) || !engine.isShown(b[i])) continue;
        last = dispute[i];
        count++;
      }
      return count;
    }

    /** The numbers of the conflicts in which two rows clash. */
    between(row, other) {
      if (!this.byPair) this._pair();
      return this.byPair.get(Math.min(row, other) * this.engine.rowCount + Math.max(row, other)) || [];
    }

    _pair() {
      this.byPair = new Map();
      const { dispute_a: a, dispute_b: b, dispute } = this.engine.columns;
      for (let i = 0; i < dispute.length; i++) {
        const key = Math.min(a[i], b[i]) * this.engine.rowCount + Math.max(a[i], b[i]);
        const numbers = this.byPair.get(key);
        if (numbers) numbers.push(dispute[i]);
        else this.byPair.set(key, [dispute[i]]);
      }
    }
  }

  class ConflictList {
    constructor(page, disputes, cards, voices) {
      this.page = page;
      this.voices = voices;
      this.texts = page.meta.texts;
      this.disputes = disputes;
      this.cards = cards;
    }

    /** What the list would show, as text that is the same if nothing has changed; and a function that builds it. */
    now() {
      const shown = this.disputes.shown();
      const list = () => this._list(shown, MOST);
      const signature = shown.slice(0, MOST).map(({ number, rows }) => `${number}:${[...rows].join()}`).join(";");
      return { signature: `conflicts ${shown.length} ${signature}`, build: list };
    }

    /** The conflicts for paper. @param place the number of a place, or null for all */
    whole(place) {
      const shown = this.disputes.shown();
      return this._list(shown.filter(({ number }) => place === null || this.disputes.at(number).place === place), MOST_PRINTED);
    }

    _list(shown, most) {
      if (!shown.length) return textElement("p", "mv-empty", this.texts.no_conflicts);
      const list = element("ol", "mv-conflict-list");
      for (const one of shown.slice(0, most)) list.append(this._item(one));
      if (shown.length > most) {
        const words = fill(this.texts.more_conflicts, this.page.digits(shown.length - most));
        list.append(textElement("li", "mv-quiet", words));
      }
      return list;
    }

    _item({ number, rows }) {
      const { page, texts } = this;
      const conflict = this.disputes.at(number);
      const item = element("li", "mv-conflict");
      item.append(textElement("h2", "mv-conflict-title", `${page.places.names[conflict.place]} · ${page.meta.topics[conflict.topic].names[page.meta.lang]}`));
      const badges = element("div", "mv-badges");
      const { badge } = root.MapViewCards;
      badges.append(badge(conflict.kind === "derived" ? texts.by_rule : texts.by_judgement));
      badges.append(badge(conflict.decisions.length ? texts.decided : texts.undecided, conflict.decisions.length ? "" : "disputed"));
      item.append(badges);
      for (const sentence of conflict.clash) item.append(textElement("p", "mv-clash", sentence));
      for (const sentence of this.voices.copies([...rows])) item.append(textElement("p", "mv-quiet", sentence));
      const preferred = new Set(conflict.decisions.map((decision) => decision.prefers));
      const sides = element("div", "mv-sides");
      // 0 for those of no side.
      const sideOf = (row) => conflict.sides.findIndex((side) => side.includes(row)) + 1;
      for (const row of [...rows].sort((one, other) => sideOf(one) - sideOf(other) || one - other)) {
        const card = this.cards.brief(row);
        if (sideOf(row)) card.prepend(textElement("p", "mv-side", fill(texts.side, page.digits(sideOf(row)))));
        if (preferred.has(row)) card.append(badge(texts.preferred));
        sides.append(card);
      }
      item.append(sides);
      for (const decision of conflict.decisions) item.append(this._decision(decision));
      const show = textElement("button", "mv-plain", texts.show_place);
      show.type = "button";
      show.addEventListener("click", () => page.select(page.places.ids[conflict.place]));
      item.append(show);
      return item;
    }

    _decision({ kind, made, note }) {
      const block = element("div", "mv-decision");
      block.append(textElement("p", "mv-strong", fill(this.texts[`decision_${kind}`], made)));
      if (note) block.append(textElement("p", "", note));
      return block;
    }
  }

  root.MapViewConflictList = { Disputes, ConflictList };
})(globalThis);
