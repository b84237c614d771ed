package framework_test

import (
	"errors"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
)

func TestClassInWords(t *testing.T) {
	t.Parallel()
	for class, want := range map[framework.Class]string{
		framework.Failed:        "failed",
		framework.RetryLater:    "retry later",
		framework.Stop:          "stop",
		framework.ForgetAddress: "forget address",
		framework.NotAllowed:    "not allowed",
		framework.TooBig:        "too big",
		framework.Rejected:      "rejected",
		framework.Unauthorized:  "unauthorized",
		framework.Ambiguous:     "may have been delivered",
		-1:                      "Class(-1)",
		9:                       "Class(9)",
	} {
		require.Equal(t, want, class.String())
	}
}

func TestClassOf(t *testing.T) {
	t.Parallel()
	stop := &framework.ChannelError{Class: framework.Stop}
	for name, tt := range map[string]struct {
		err  error
		want framework.Class
	}{
		"nil":         {nil, framework.Failed},
		"other error": {io.EOF, framework.Failed},
		"itself":      {stop, framework.Stop},
		"wrapped":     {fmt.Errorf("notifying: %w", fmt.Errorf("sending: %w", stop)), framework.Stop},
		"joined":      {errors.Join(io.EOF, stop), framework.Stop},
	} {
		require.Equal(t, tt.want, framework.ClassOf(tt.err), name)
	}
}

func TestErrorTexts(t *testing.T) {
	t.Parallel()
	for want, err := range map[string]error{
		`connector: send activity: the channel answered 403 MessageWritesBlocked: "blocked by the user" (stop), correlation id "c-1"`: &framework.ChannelError{
			Class: framework.Stop, Op: "send activity", Status: 403, Code: "MessageWritesBlocked", Message: "blocked by the user", CorrelationID: "c-1",
		},
		`connector: send activity: the channel answered 429 (retry later), retry after 3s`: &framework.ChannelError{
			Class: framework.RetryLater, Op: "send activity", Status: 429, RetryAfter: 3 * time.Second,
		},
		`connector: send activity: unexpected EOF (may have been delivered)`: &framework.ChannelError{
			Class: framework.Ambiguous, Op: "send activity", Err: io.ErrUnexpectedEOF,
		},
		`connector: send activity: the channel answered 200: unexpected EOF (may have been delivered)`: &framework.ChannelError{
			Class: framework.Ambiguous, Op: "send activity", Status: 200, Err: io.ErrUnexpectedEOF,
		},
		`framework: invoke answered with status 409`:                       &framework.InvokeError{Status: 409},
		`framework: invoke answered with status 409: EOF`:                  &framework.InvokeError{Status: 409, Err: io.EOF},
		`framework: the value of "x" does not have the expected form: EOF`: &framework.BadValueError{Name: "x", Err: io.EOF},
		`framework: the value of "x" does not have the expected form: data: EOF`: &framework.BadValueError{
			Name: "x", Member: "data", Err: io.EOF,
		},
		`framework: a handler panicked: oops`: &framework.PanicError{Value: "oops"},
	} {
		require.EqualError(t, err, want)
	}
}

func TestErrorsAreFoundThroughWrapping(t *testing.T) {
	t.Parallel()
	for _, err := range []error{
		&framework.ChannelError{Err: io.EOF},
		&framework.InvokeError{Err: io.EOF},
		&framework.BadValueError{Err: io.EOF},
	} {
		require.ErrorIs(t, fmt.Errorf("outer: %w", err), io.EOF)
	}
	var channel *framework.ChannelError
	require.ErrorAs(t, fmt.Errorf("outer: %w", &framework.InvokeError{Err: &framework.ChannelError{Code: "x"}}), &channel)
	require.Equal(t, "x", channel.Code)
}
