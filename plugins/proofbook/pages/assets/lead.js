// On the page of a permanent address: leads on, and keeps what follows the address.
(function () {
  "use strict";
  var there = new URL(document.querySelector("link[rel=canonical]").getAttribute("href"), location.href);
  if (location.search) there.search = location.search;
  if (location.hash) there.hash = location.hash;
  location.replace(there.href);
})();
