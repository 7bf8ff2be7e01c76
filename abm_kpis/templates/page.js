// The language: the URL's hash remembers it; without one, the browser's own. Without this script: English, and the links.
(function () {
  "use strict";
  function current() {
    return /^#fr/.test(location.hash) ? "fr" : "en";
  }
  function follow() {
    var code = current();
    var section = location.hash.replace(/^#(en|fr)/, "");
    document.documentElement.lang = code;
    document.title = document.getElementById(code).dataset.title;
    document.querySelectorAll("a[data-language]").forEach(function (link) {
      link.href = "#" + link.dataset.language + section;
    });
  }
  if (!location.hash && /^fr\b/i.test(navigator.language || "")) {
    location.replace("#fr");
  }
  addEventListener("hashchange", follow);
  follow();
})();
