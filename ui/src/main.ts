import { mount } from "svelte";
import App from "./App.svelte";
import PaletteAlone from "./views/PaletteAlone.svelte";
import "./app.css";
import { setTheme } from "$lib/stores/theme";
import { setLanguage } from "$lib/i18n.svelte";

setTheme("system");
setLanguage(null);
// The window of the search alone is told so by its address.
const page = window.location.hash === "#palette" ? PaletteAlone : App;
mount(page, { target: document.getElementById("app")! });
