package world_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/world"
)

// closing is a body that says whether it was closed.
type closing struct {
	io.Reader
	closed bool
}

func (c *closing) Close() error {
	c.closed = true
	return nil
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	b := setup(t)
	chat := b.PersonalChat(b.ann)
	ask := func(ctx context.Context, method, path string, body io.Reader) (status, answer string, err error) {
		r, err := http.NewRequestWithContext(ctx, method, b.ServiceURL()+path, body)
		require.NoError(t, err)
		resp, err := b.RoundTrip(r)
		if err != nil {
			return "", "", err
		}
		defer resp.Body.Close()
		raw, err := io.ReadAll(resp.Body)
		require.NoError(t, err)
		require.Equal(t, int64(len(raw)), resp.ContentLength)
		require.Equal(t, "application/json; charset=utf-8", resp.Header.Get("Content-Type"))
		require.Same(t, r, resp.Request)
		return resp.Status, string(raw), nil
	}

	body := &closing{Reader: strings.NewReader(hello)}
	status, answer, err := ask(t.Context(), http.MethodPost, activities(chat), body)
	require.NoError(t, err)
	require.Equal(t, "201 Created", status)
	require.Contains(t, answer, `{"id":"`)
	require.True(t, body.closed)
	status, _, err = ask(t.Context(), http.MethodGet, members(chat), nil)
	require.NoError(t, err)
	require.Equal(t, "200 OK", status)

	long := strings.Repeat(" ", 100<<10) + hello
	for name, body := range map[string]io.Reader{"of known length": strings.NewReader(long), "of unknown length": &closing{Reader: strings.NewReader(long)}} {
		status, _, err = ask(t.Context(), http.MethodPost, activities(chat), body)
		require.NoError(t, err)
		require.Equal(t, "413 Request Entity Too Large", status, name)
	}

	b.Inject(world.Fault{Lost: true})
	_, _, err = ask(t.Context(), http.MethodGet, members(chat), nil)
	require.ErrorIs(t, err, io.EOF)

	ctx, cancel := context.WithCancelCause(t.Context())
	late := errors.New("too late")
	cancel(late)
	body = &closing{Reader: strings.NewReader(hello)}
	_, _, err = ask(ctx, http.MethodPost, activities(chat), body)
	require.ErrorIs(t, err, late)
	require.True(t, body.closed)
	require.Len(t, b.Messages(chat), 1)
}
