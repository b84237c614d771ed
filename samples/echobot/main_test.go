package main

import (
	"testing"

	"github.com/convobot/convo/adapters/fake"
)

func TestEcho(t *testing.T) {
	t.Parallel()
	conv := fake.New(t, newBot())
	conv.Says("hi").ExpectText("Echo: hi").ExpectNothing()
	conv.InChannel("General").Says("hi all").ExpectText("Echo: hi all").ExpectNothing()
}
