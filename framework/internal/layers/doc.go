// Package layers holds the shape of the repository by tests: which package may import which, what a bot's binary
// links, and what every file, package, sample and wire type carries. It has no code of its own.
//
// Each rule is a function from a file tree to what is wrong with it, so that it runs on this repository and, to show
// that it can fail, on small trees in memory.
package layers
