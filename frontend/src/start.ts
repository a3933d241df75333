/** Puts the app on the page. */
import { mount } from 'svelte'
import App from './App.svelte'
import { theme } from './lib/theme.svelte'

const target = document.getElementById('app')
if (!target) throw new Error('index.html has no #app')
theme.apply()
mount(App, { target })
