//go:build !race

package world_test

// slowdown is by how much large tests are smaller under the race detector.
const slowdown = 1
