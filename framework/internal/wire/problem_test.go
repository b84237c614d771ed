package wire_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/internal/wire"
)

// counter reads itself, and its words name what must not be quoted.
type counter struct{ thing }

func (c *counter) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, &c.thing) }

// teller reads itself too, and wraps what is wrong in words of its own.
type teller struct {
	Own counter `json:"own"`
	Sub *teller `json:"sub"`
}

func (v *teller) UnmarshalJSON(data []byte) error {
	type plain teller
	if err := wire.Unmarshal(data, (*plain)(v)); err != nil {
		return fmt.Errorf("teller: %w", err)
	}
	return nil
}

func TestProblemOf(t *testing.T) {
	t.Parallel()
	type shop struct {
		Things []thing   `json:"things"`
		Open   time.Time `json:"open"`
		Own    counter   `json:"own"`
		Teller teller    `json:"teller"`
	}
	long := strings.Repeat("ä", 100)
	tests := map[string]struct{ data, want string }{
		"wrong type":            {`{"things":[{"name":"x"},{"count":"secret"}]}`, `a string does not fit at "/things/1/count" (byte 33)`},
		"out of range":          {`{"things":[{"count":1e30}]}`, `a number does not fit at "/things/0/count" (byte 20)`},
		"wrong whole":           {`["secret"]`, `an array does not fit (byte 0)`},
		"a type's own words":    {`{"open":"secret"}`, `a string does not fit at "/open" (byte 8)`},
		"a type's own reading":  {`{"own":{"count":"secret"}}`, `a string does not fit at "/own/count" (byte 16)`},
		"a type's own error":    {`{"teller":{"own":{"count":"secret"}}}`, `a string does not fit at "/teller/own/count" (byte 26)`},
		"two types' own errors": {`{"teller":{"sub":{"own":7}}}`, `a number does not fit at "/teller/sub/own" (byte 24)`},
		"twice in an own error": {`{"teller":{"own":1,"own":2}}`, `a member name stands there twice at "/teller/own" (byte 19)`},
		"member twice":          {`{"x":{"secret":1,"secret":2}}`, `a member name stands there twice at "/x/secret" (byte 17)`},
		"twice in a type's own": {`{"own":{"x":1,"x":2}}`, `a member name stands there twice at "/own/x" (byte 14)`},
		"cut short":             {`{"open":`, `it is not one JSON value in UTF-8 at "/open" (byte 8)`},
		"empty":                 {``, `it is not one JSON value in UTF-8 (byte 0)`},
		"two values":            {`{} {}`, `it is not one JSON value in UTF-8 (byte 3)`},
		"not UTF-8":             {"{\"open\":\"\xff\"}", `it is not one JSON value in UTF-8 at "/open" (byte 9)`},
		"a place that is too long": {
			`{"` + long + `":{"a":1,"a":2}}`, `a member name stands there twice at "/` + strings.Repeat("ä", 63) + `..." (byte 211)`,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := wire.Unmarshal([]byte(tt.data), new(shop))
			require.Error(t, err)
			require.Equal(t, tt.want, wire.ProblemOf(err).String())
		})
	}
}

func TestProblemOfUnknownMember(t *testing.T) {
	t.Parallel()
	data := []byte(`{"things":[{"name":"x","nema":"secret"}]}`)
	var in struct {
		Things []struct {
			Name string `json:"name"`
		} `json:"things"`
	}
	require.NoError(t, wire.Unmarshal(data, &in, wire.RefuseUnknown(false)))
	err := wire.Unmarshal(data, &in, wire.RefuseUnknown(true))
	require.Error(t, err)
	require.Equal(t, `there is no such member at "/things/0/nema" (byte 23)`, wire.ProblemOf(err).String())
}
