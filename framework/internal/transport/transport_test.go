package transport_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/internal/transport"
)

// TestNew is not parallel: the default transport belongs to the whole program.
func TestNew(t *testing.T) {
	own, ok := transport.New().(*http.Transport)
	require.True(t, ok)
	require.NotSame(t, http.DefaultTransport, own)
	require.Greater(t, own.MaxIdleConnsPerHost, http.DefaultMaxIdleConnsPerHost)

	before := http.DefaultTransport
	defer func() { http.DefaultTransport = before }()
	replaced := http.NewFileTransport(http.Dir("."))
	http.DefaultTransport = replaced
	require.Equal(t, replaced, transport.New())
}
