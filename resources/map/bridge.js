/* The bridge between the window and its map page: JSON messages over QWebChannel. Used in the window and in the
hidden view that makes pictures, never in an exported file.

The channel holds one object, "bridge", with two slots, pageReady() and send(string), and one signal,
command(string). Days are whole numbers from 1970-01-01; degrees are WGS 84; a bbox is [west, south, east, north].

Window to page (signal command):
  {"type": "setTime", "day0": int|null, "day1": int|null}     event time, both days included; null: all of time
  {"type": "setKnown", "day": int|null}                       what was known on that day; null: everything
  {"type": "select", "place": id|null}
  {"type": "setTopic", "topic": id}
  {"type": "setView", "lat": number, "lon": number, "zoom": number}
  {"type": "fit", "bbox": [w, s, e, n]|null}                  null: all places with claims
  {"type": "setTheme", "theme": "light"|"dark", "lang": "en"|"ar"}   fetches tiles and data again
  {"type": "setFilter", "claims": int, "passing": base64|null, "sources": [id]|null, "area": [[lat, lon]]|null,
   "statuses": [status]}
        the claims that count: a bit for each of so many rows, and only those out of some sources; null: all. Of
        these, places and topics with some statuses are shown; none: all. The area among what is filtered by is drawn
  {"type": "reload"}                                          fetches the data again, keeps view, time and selection
  {"type": "picture", "day0"?, "day1"?, "known"?: day|null, "place"?, "topic"?, "bbox"?}   several of these at once
  {"type": "setGhosts", "ghosts": [{"lat": number, "lon": number, "name": string}], "chosen": index|null}
  {"type": "setHandle", "handle": {"lat": number, "lon": number, "precision_m": number, "name": string}|null}
  {"type": "setAim", "hint": string|null, "encloses": bool}   what to say while a click gives a point, or the map takes
        the corners of an area; null: it does not
        the last three are drawn by editing.js, in the window alone

Page to window (slot send):
  {"type": "ready"}                                           data and fonts are in and the first frame is painted
  {"type": "placeClicked", "place": id|null}                  null: the map beside the marks
  {"type": "viewChanged", "lat": number, "lon": number, "zoom": number, "bbox": [w, s, e, n]}
  {"type": "painted", "frame": int, "day0": int|null, "day1": int|null, "complete": bool, "tileErrors": int}
        after each frame; complete: fonts and tiles are in and nothing fades. Frames count from 1 without a gap.
  {"type": "ghostClicked", "index": int}
  {"type": "mapClicked", "lat": number, "lon": number}        while the page aims
  {"type": "areaDrawn", "corners": [[number, number]]}        latitude and longitude, while the page takes corners
  {"type": "dragged", "lat": number, "lon": number, "done": bool}    the handle; done: it was let go
  {"type": "left"}                                            Escape
  {"type": "menuAsked", "place": id|null, "lat": number, "lon": number, "x": number, "y": number}   x, y: CSS pixels
  {"type": "jsError", "message": string, "source": string, "line": int}

pageReady() is called once, when the page listens to commands; those sent before are lost. Ids and numbers travel,
no objects and no HTML.
*/
(function (root) {
  "use strict";

  const HANDLERS = {
    setTime: (page, { day0, day1 }) => page.setDays(day0, day1),
    setKnown: (page, { day }) => page.setKnown(day === null ? null : day * root.MapViewPage.DAY_MS),
    select: (page, { place }) => page.select(place),
    setTopic: (page, { topic }) => page.setTopic(topic),
    setView: (page, { lat, lon, zoom }) => page.setView(lat, lon, zoom),
    fit: (page, { bbox }) => page.fit(bbox),
    setTheme: (page, { theme, lang }) => page.setTheme(theme, lang),
    setFilter: (page, filter) => page.setFilter(filter),
    reload: (page) => page.reload(),
    setGhosts: (page, { ghosts, chosen }) => page.editing.setGhosts(ghosts, chosen),
    setHandle: (page, { handle }) => page.editing.setHandle(handle),
    setAim: (page, { hint, encloses }) => page.editing.setAim(hint, encloses),
    picture: (page, options) => page.setPicture(options),
  };

  function connect(page) {
    return new Promise((resolve) => {
      new root.QWebChannel(root.qt.webChannelTransport, (channel) => resolve(channel.objects.bridge));
    }).then((bridge) => {
      const send = (message) => bridge.send(JSON.stringify(message));
      const report = (message, source, line) => {
        send({ type: "jsError", message: String(message), source: String(source || ""), line: line || 0 });
      };
      root.addEventListener("error", (event) => report(event.message, event.filename, event.lineno));
      root.addEventListener("unhandledrejection", (event) => report(event.reason, "promise", 0));

      page.clickCallbacks.add((place) => send({ type: "placeClicked", place }));
      if (page.editing) page.editing.onEvent = send;
      page.onFrame(({ frame, day0, day1, complete, tileErrors }) => {
        send({ type: "painted", frame, day0, day1, complete, tileErrors });
      });
      page.map.on("moveend", () => send({ type: "viewChanged", ...page.getView() }));
      page.ready.then(() => {
        send({ type: "viewChanged", ...page.getView() });
        send({ type: "ready" });
      });

      // Commands wait for the data; they keep their order.
      let queue = page.loaded;
      bridge.command.connect((text) => {
        queue = queue.then(async () => {
          const message = JSON.parse(text);
          if (!Object.hasOwn(HANDLERS, message.type)) throw new TypeError(`unknown command ${message.type}`);
          await HANDLERS[message.type](page, message);
        }).catch((error) => report(error.message, "bridge.js", 0));
      });
      page.loaded.catch((error) => report(error.message, "page.js", 0));
      bridge.pageReady();
    });
  }

  root.MapViewBridge = { connect };
})(globalThis);
