/* What is drawn on the window's map while something is edited, and what is done to it there. In no other page.

Ghosts are numbered candidates for a place. The handle is one mark to be dragged, with the circle within which its
place lies. While the page aims, a click or Enter gives a point and nothing else. Whoever draws these is in the window
(ui/map/sketch.py); the page only reports.

page.editing:
  setGhosts([{lat, lon, name}], chosen|null)   numbered from 1
  setHandle({lat, lon, precision_m, name}|null)
  setAim(hint|null, encloses)   words to say while the page aims, at a point or at the corners of an area; null: it does not
  onEvent                       called with {type: "ghostClicked" | "mapClicked" | "areaDrawn" | "dragged" | "left" | "menuAsked", …}
*/
(function (root) {
  "use strict";

  const { element } = root.MapViewLegend;
  const NUDGE = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const FAR_NUDGE = 10; // pixels, with Shift
  const LEAST_CIRCLE = 12; // pixels: a smaller one would hide under the handle

  function words(text) {
    const made = element("span", "", text);
    made.dir = "auto";
    return made;
  }

  class Editing {
    constructor(page) {
      this.page = page;
      this.map = page.map;
      this.onEvent = null;
      this.ghosts = L.layerGroup().addTo(this.map);
      this.handle = null;
      this.circle = null;
      this.aiming = false;
      this.dragging = false;
      const pane = this.map.createPane("mvEditing");
      pane.style.zIndex = 450;
      pane.style.pointerEvents = "none";
      this.hint = element("div", "mv-hint");
      this.hint.hidden = true;
      this.hint.setAttribute("role", "status");
      this.cross = element("div", "mv-cross");
      this.cross.hidden = true;
      this.map.getContainer().append(this.hint, this.cross);
      this.outline = new root.MapViewOutline.Outline(this.map, (corners) => this._tell({ type: "areaDrawn", corners }));
      this._listen();
    }

    _tell(message) {
      if (this.onEvent) this.onEvent(message);
    }

    _listen() {
      const container = this.map.getContainer();
      container.addEventListener("contextmenu", (event) => {
        event.preventDefault();
        this._askForMenu(event);
      });
      document.addEventListener("keydown", (event) => {
        if (event.key === "Escape") this._tell({ type: "left" });
        if (!this.aiming || event.target !== container) return;
        if (event.key === "Enter") this._aimAt(this.map.getCenter());
        if (event.key === "Backspace" && this.outline.isOn) this.outline.takeBack();
      });
      this.page.pointed = (latlng) => {
        if (this.aiming) this._aimAt(latlng);
        return this.aiming;
      };
      this.map.on("zoomend", () => this._fitCircle());
    }

    _aimAt(latlng) {
      if (this.outline.isOn) {
        this.outline.add(latlng);
        return;
      }
      const { lat, lng } = latlng.wrap();
      this._tell({ type: "mapClicked", lat, lon: lng });
    }

    /* By mouse at the pointer; by the menu key at the chosen mark, else in the middle. */
    _askForMenu(event) {
      const { page, map } = this;
      const size = map.getSize();
      let point = map.mouseEventToContainerPoint(event);
      if (event.button !== 2) {
        const chosen = page.selected === null ? null : page.pointOf(page.selected);
        point = chosen ? L.point(chosen.x, chosen.y) : size.divideBy(2);
      }
      const p = page.layer.hitTest(point);
      const { lat, lng } = map.containerPointToLatLng(point).wrap();
      const place = p < 0 ? null : page.places.ids[p];
      this._tell({ type: "menuAsked", place, lat, lon: lng, x: point.x, y: point.y });
    }

    setAim(hint, encloses) {
      this.aiming = hint !== null;
      if (this.aiming && encloses) this.outline.begin();
      else this.outline.end();
      this.hint.hidden = this.cross.hidden = !this.aiming;
      this.hint.textContent = hint || "";
      this.hint.dir = "auto";
      const container = this.map.getContainer();
      container.classList.toggle("mv-aiming", this.aiming);
      // Arrows and Enter are to go to the map.
      if (this.aiming && !container.contains(document.activeElement)) container.focus({ preventScroll: true });
    }

    setGhosts(ghosts, chosen) {
      this.ghosts.clearLayers();
      ghosts.forEach((ghost, i) => this._addGhost(ghost, i, i === chosen));
    }

    _addGhost({ lat, lon, name }, i, isChosen) {
      const sign = element("span", isChosen ? "mv-ghost mv-chosen" : "mv-ghost", this.page.digits(i + 1));
      const marker = L.marker([lat, lon], {
        icon: L.divIcon({ className: "mv-ghost-at", html: sign, iconSize: [28, 28] }),
        zIndexOffset: isChosen ? 2000 : 1000 - i,
      });
      marker.on("click", () => this._tell({ type: "ghostClicked", index: i }));
      marker.bindTooltip(words(name), { direction: "top", offset: [0, -14], permanent: isChosen, className: "mv-name" });
      this.ghosts.addLayer(marker);
      const at = marker.getElement();
      at.setAttribute("role", "button");
      at.setAttribute("aria-label", `${i + 1} ${name}`);
    }

    setHandle(handle) {
      if (!handle || !this.handle) this._dropHandle();
      if (!handle) return;
      this.precision = handle.precision_m;
      if (!this.handle) this._addHandle(handle);
      else if (!this.dragging) this.handle.setLatLng([handle.lat, handle.lon]);
      this.handle.getElement().setAttribute("aria-label", handle.name);
      this.handle.setTooltipContent(words(handle.name));
      this._fitCircle();
    }

    _dropHandle() {
      for (const part of [this.handle, this.circle]) if (part) part.remove();
      this.handle = this.circle = null;
    }

    _addHandle({ lat, lon, name }) {
      const sign = element("span", "mv-handle");
      this.circle = L.circle([lat, lon], {
        pane: "mvEditing", radius: 1, className: "mv-circle", interactive: false,
      }).addTo(this.map);
      this.handle = L.marker([lat, lon], {
        icon: L.divIcon({ className: "mv-handle-at", html: sign, iconSize: [32, 32] }),
        draggable: true, autoPan: true, zIndexOffset: 3000,
      }).addTo(this.map);
      this.handle.bindTooltip(words(name), { direction: "top", offset: [0, -16], className: "mv-name" });
      this.handle.on("dragstart", () => { this.dragging = true; });
      this.handle.on("drag", () => this._dragged(false));
      this.handle.on("dragend", () => {
        this.dragging = false;
        this._dragged(true);
      });
      this.handle.getElement().addEventListener("keydown", (event) => this._nudge(event));
    }

    _dragged(done) {
      const { lat, lng } = this.handle.getLatLng().wrap();
      this._fitCircle();
      this._tell({ type: "dragged", lat, lon: lng, done });
    }

    _nudge(event) {
      if (event.key === "Enter") {
        this._dragged(true);
      } else if (NUDGE[event.key]) {
        const by = L.point(NUDGE[event.key]).multiplyBy(event.shiftKey ? FAR_NUDGE : 1);
        const at = this.map.latLngToContainerPoint(this.handle.getLatLng()).add(by);
        this.handle.setLatLng(this.map.containerPointToLatLng(at));
        this._dragged(false);
      } else {
        return;
      }
      event.preventDefault();
      event.stopPropagation();
    }

    _fitCircle() {
      if (!this.circle) return;
      this.circle.setLatLng(this.handle.getLatLng());
      this.circle.setRadius(Math.max(this.precision, 0));
      const element_ = this.circle.getElement();
      const { x } = this.map.getSize();
      const isSeen = this.circle._radius >= LEAST_CIRCLE && this.circle._radius < 4 * x;
      element_.style.display = isSeen ? "" : "none";
    }
  }

  root.MapViewEditing = {
    start(page) {
      page.editing = new Editing(page);
    },
  };
})(globalThis);
