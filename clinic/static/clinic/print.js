// A page that was asked for on paper: the browser asks which printer.

window.addEventListener("load", () => window.print());
