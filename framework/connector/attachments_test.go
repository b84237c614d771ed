package connector_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/connector"
)

func TestAttachmentView(t *testing.T) {
	t.Parallel()
	const mib = 1 << 20
	service := answering(answer(200, strings.Repeat("x", 16*mib), "Content-Type", "image/png"), answer(200, strings.Repeat("x", 16*mib+1)))
	client := service.client(t)
	view, err := client.AttachmentView(t.Context(), "a", "original")
	require.NoError(t, err)
	require.Len(t, view.Data, 16*mib)
	require.Equal(t, "image/png", view.ContentType)
	require.Empty(t, view.Location)
	require.Equal(t, "application/octet-stream, application/json", service.seen[0].header.Get("Accept"))

	_, err = client.AttachmentView(t.Context(), "a", "original")
	require.ErrorContains(t, err, "longer than 16777216 bytes")

	_, err = answering(answer(200, strings.Repeat("x", mib+1))).client(t).Members(t.Context(), "c")
	require.ErrorContains(t, err, "longer than 1048576 bytes", "other answers are shorter")
}

// Row 68: what is stored elsewhere is not fetched, with or without the bot's token: the answer chose the address.
func TestAttackRow68AttachmentElsewhere(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusMovedPermanently, http.StatusFound} {
		for location, fine := range map[string]bool{
			"https://blobs.example/a?sig=1":       true,
			"https://169.254.169.254/":            true, // whether to go there is the caller's choice
			"http://169.254.169.254/":             false,
			"file:///etc/passwd":                  false,
			"/v3/attachments/other":               false,
			"https://bot:secret@blobs.example/":   false,
			"https://":                            false,
			"":                                    false,
			"https://blobs.example/\x7f":          false,
			"https://blobs.example/" + botToken:   false, // it would be in the location
			"//blobs.example/without-a-scheme":    false,
			"https://blobs.example:99999/a%zz":    false,
			"https://blobs.example/a#with-a-mark": true,
		} {
			service := answering(answer(status, "", "Location", location))
			out := service.outbound()
			out.Tokens = token(botToken)
			view, err := clientOf(t, out, serviceURL).AttachmentView(t.Context(), "a", "original")
			require.Len(t, service.seen, 1, "nothing is followed")
			if !fine {
				require.ErrorContains(t, err, "location is not an https URL", location)
				require.NotContains(t, err.Error(), "secret")
				continue
			}
			require.NoError(t, err, location)
			require.Equal(t, connector.AttachmentContent{Location: location}, view)
		}
	}
	for _, status := range []int{303, 307, 308} {
		service := answering(answer(status, "", "Location", "https://blobs.example/"))
		_, err := service.client(t).AttachmentView(t.Context(), "a", "original")
		require.Equal(t, status, channelError(t, err).Status, "not of this route")
	}
}
