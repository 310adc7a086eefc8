/**
 * Plots as SVG text, by a few lines of our own: no library draws, and no font or script is loaded. Colours are readable on
 * light and dark pages; the page's preference chooses the text's. Imports nothing of the project.
 */
package io.dunlin.bench.plot;
