import { mount } from "svelte";
import App from "./App.svelte";
import "./app.css";
import { setTheme } from "$lib/stores/theme";
import { setLanguage } from "$lib/i18n.svelte";

setTheme("system");
setLanguage(null);
mount(App, { target: document.getElementById("app")! });
