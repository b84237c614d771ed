package playground_test

import (
	"context"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/adapters/playground"
	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
)

// A crowd may be larger than anything can be gone through. What the page asks for is answered all the same.
func TestACrowdIsNotGoneThrough(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	var team string
	p := serveWith(t, playground.Config{Populate: func(w *world.World) {
		ann := w.AddPerson(world.Person{Name: "Ann"})
		team = w.AddTeam("Everybody", ann).ID
		_, err := w.AddCrowd(team, "Worker", 1_000_000_000_000-1)
		require.NoError(t, err)
	}}, newBot())
	ask := func(path string, query url.Values) {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, p.play.URL()+"/playground/"+path+"?"+query.Encode(), http.NoBody)
		require.NoError(t, err)
		req.Header.Set("X-Playground-Token", p.token)
		resp, err := p.client.Do(req)
		require.NoError(t, err, path)
		defer resp.Body.Close()
		require.Equal(t, http.StatusOK, resp.StatusCode, path)
	}
	introduced := make(chan error, 1)
	go func() { introduced <- p.play.Introduce(ctx) }()
	select {
	case err := <-introduced:
		require.NoError(t, err)
	case <-ctx.Done():
		require.NoError(t, ctx.Err(), "introduce")
	}
	ask("state", nil)
	ask("members", url.Values{"conversation": {team}, "name": {"nobody"}})
	fake.Join(t, p.play.World()).Connect(p.play.Handler()).As("Ann").InChannel("General").Sends(schema.TextMessage("to all"))
	ask("gotest", nil)
}
