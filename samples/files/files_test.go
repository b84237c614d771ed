package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// start starts a story in which people's files are where the simulated Teams keeps them.
func start(t *testing.T) *fake.Conversation {
	t.Helper()
	w := fake.NewWorld(t)
	return w.Connect(newBot(newDrive(w.HTTPClient(), hostOf(t, w.Teams().DriveURL()))))
}

func hostOf(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	require.NoError(t, err)
	return u.Hostname()
}

func TestReceive(t *testing.T) {
	t.Parallel()
	ann := start(t)
	ann.Says("hi").ExpectContains("Send me a file")
	ann.SendsFile("notes.txt", []byte("hello")).
		ExpectText(fmt.Sprintf(`"notes.txt" has 5 bytes, and the SHA-256 %x.`, sha256.Sum256([]byte("hello"))))
	ann.SendsFile("large.bin", make([]byte, maxFile+1)).ExpectText(`I could not read "large.bin": it is larger than 4 MiB.`)
	ann.SendsFile("full.bin", make([]byte, maxFile)).ExpectContains(`"full.bin" has 4194304 bytes`).ExpectNothing()
}

func TestPictures(t *testing.T) {
	t.Parallel()
	var file bytes.Buffer
	require.NoError(t, png.Encode(&file, image.NewGray(image.Rect(0, 0, 30, 20))))
	ann := start(t)
	ann.SendsFile("photo.png", file.Bytes()).ExpectText("A picture: png, 30 × 20.")
	ann.InGroup("Lunch", "Bob").SendsFile("photo.png", file.Bytes()).ExpectText("A picture: png, 30 × 20.")
	ann.SendsFile("photo.png", []byte("not a picture")).ExpectText("I cannot read pictures of that kind.").ExpectNothing()
}

func TestSendPicture(t *testing.T) {
	t.Parallel()
	start(t).Says("image").ExpectActivity(func(a *schema.Activity) error {
		require.Len(t, a.Attachments, 1)
		data, ok := strings.CutPrefix(a.Attachments[0].ContentURL, "data:image/png;base64,")
		require.True(t, ok)
		raw, err := base64.StdEncoding.DecodeString(data)
		require.NoError(t, err)
		_, err = png.Decode(bytes.NewReader(raw))
		return err
	}).ExpectNothing()
}

func TestSend(t *testing.T) {
	t.Parallel()
	ann := start(t)
	for _, kib := range []int{1, 960, 961, 4096} { // less than a chunk, one, just more, and some
		ann.Says(fmt.Sprint("send ", kib)).ExpectActivity(offers(kib))
		ann.AcceptsFile().ExpectFile(fmt.Sprintf("numbers-%d.txt", kib), string(offer{KiB: kib}.content()))
		ann.ExpectActivity(func(a *schema.Activity) error {
			require.Len(t, a.Attachments, 1)
			require.Equal(t, teams.ContentTypeFileInfoCard, a.Attachments[0].ContentType)
			require.NotEmpty(t, a.Attachments[0].ContentURL)
			return nil
		})
		ann.ExpectDelete().ExpectNothing() // the card, which could be accepted once more
	}
	require.True(t, strings.HasPrefix(string(offer{KiB: 1}.content()), "1\n2\n3\n"))
}

// TestUploadFails: who agreed is told, and can agree again.
func TestUploadFails(t *testing.T) {
	t.Parallel()
	w := fake.NewWorld(t)
	ann := w.Connect(newBot(newDrive(w.HTTPClient(), hostOf(t, w.Teams().DriveURL()))))
	ann.Says("send 10").ExpectActivity(offers(10))
	w.Teams().Inject(world.Fault{Method: http.MethodPut, Status: http.StatusServiceUnavailable})
	ann.AcceptsFile().ExpectText("I could not send numbers-10.txt: the drive answered 503 Service Unavailable.")
	ann.AcceptsFile().ExpectFile("numbers-10.txt", string(offer{KiB: 10}.content()))
	ann.ExpectActivity(func(*schema.Activity) error { return nil }).ExpectDelete().ExpectNothing()
}

// offers says what is wrong with a message that is to offer a file of that size.
func offers(kib int) func(*schema.Activity) error {
	return func(a *schema.Activity) error {
		if len(a.Attachments) != 1 || a.Attachments[0].Name != fmt.Sprintf("numbers-%d.txt", kib) {
			return errors.New("it does not offer the file")
		}
		card, err := schema.As[teams.FileConsentCard](a.Attachments[0].Content)
		if err == nil && card.SizeInBytes != int64(kib)<<10 {
			return errors.New("it offers another size")
		}
		return err
	}
}

func TestDecline(t *testing.T) {
	t.Parallel()
	ann := start(t)
	ann.Says("send 10").ExpectActivity(offers(10))
	ann.DeclinesFile().ExpectText("Then I keep numbers-10.txt.").ExpectDelete().ExpectNothing()
}

func TestOffers(t *testing.T) {
	t.Parallel()
	ann := start(t)
	ann.Says("send 0").ExpectText("I send files from 1 to 4096 KiB.")
	ann.Says("send 999999").ExpectText("I send files from 1 to 4096 KiB.")
	ann.InGroup("Lunch", "Bob").Says("send 10").ExpectText("Bots can offer files in personal chats only.")
	ann.ExpectNothing()
}

// TestWhatClientsSend: nothing that a client may send has the bot ask a host that is not OneDrive's or SharePoint's.
func TestWhatClientsSend(t *testing.T) {
	t.Parallel()
	accept := func(context any, uploadURL string) any {
		return map[string]any{"action": "accept", "context": context, "uploadInfo": map[string]any{"uploadUrl": uploadURL}}
	}
	tests := []struct {
		name   string
		value  any
		status int
		says   string
	}{
		{"no value", nil, 400, ""},
		{"another answer", map[string]any{"action": "perhaps"}, 400, ""},
		{"no address", map[string]any{"action": "accept", "context": offer{1}}, 400, ""},
		{"no offer", accept(nil, "https://a.sharepoint.com/1"), 400, ""},
		{"an offer of too much", accept(offer{1 << 30}, "https://a.sharepoint.com/1"), 400, ""},
		{"an offer that is a text", accept("10", "https://a.sharepoint.com/1"), 400, ""},
		{"an address inside", accept(offer{1}, "https://169.254.169.254/latest"), 200, "no host of OneDrive"},
		{"an address that is not encrypted", accept(offer{1}, "http://a.sharepoint.com/1"), 200, "not one of https"},
		{"an address that is none", accept(offer{1}, "%"), 200, "no address"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			unused := &http.Client{Transport: transport(func(*http.Request) (*http.Response, error) {
				return nil, errors.New("the bot asked somebody")
			})}
			ann := fake.New(t, newBot(newDrive(unused, microsoftHosts...)))
			require.Equal(t, tt.status, ann.Invokes(teams.InvokeFileConsent, tt.value).Status)
			if tt.says != "" {
				ann.ExpectContains(tt.says)
			}
			ann.ExpectNothing()
		})
	}
	ann := start(t)
	ann.Sends(&schema.Activity{Attachments: []schema.Attachment{{ContentType: "image/png", ContentURL: "https://example.com/a.png"}}}).
		ExpectContains("it is not kept by the connector")
	ann.Sends(&schema.Activity{Attachments: []schema.Attachment{{ContentType: teams.ContentTypeFileDownloadInfo, Content: 1}}}).
		ExpectContains("Send me a file")
	ann.Invokes(teams.InvokeTaskFetch, map[string]any{})
	ann.ExpectRefusal(http.StatusNotImplemented, "").ExpectNothing()
}

type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestHosts(t *testing.T) {
	t.Parallel()
	d := newDrive(http.DefaultClient, microsoftHosts...)
	tests := []struct {
		address string
		ok      bool
	}{
		{"https://contoso-my.sharepoint.com/personal/ann/a.txt?tempauth=1", true},
		{"https://CONTOSO.SharePoint.com/a.txt", true},
		{"https://northeurope1-mediap.svc.ms/a", true},
		{"https://sn3302.up.1drv.com/up/1", true},
		{"https://onedrive.live.com/a", true},
		{"http://contoso.sharepoint.com/a.txt", false},
		{"https://sharepoint.com/a.txt", false},
		{"https://sharepoint.com.example.com/a.txt", false},
		{"https://evilsharepoint.com/a.txt", false},
		{"https://contoso.sharepoint.com:8443/a.txt", false},
		{"https://contoso.sharepoint.com@example.com/a.txt", false},
		{"https://me:secret@contoso.sharepoint.com/a.txt", false},
		{"https://localhost/a.txt", false},
		{"file:///etc/passwd", false},
	}
	for _, tt := range tests {
		u, err := url.Parse(tt.address)
		require.NoError(t, err)
		if tt.ok {
			require.NoError(t, d.check(u), tt.address)
		} else {
			require.Error(t, d.check(u), tt.address)
		}
	}
}

// TestDrive: how requests fail, and that no error tells the address of a file.
func TestDrive(t *testing.T) {
	t.Parallel()
	const address = "https://contoso.sharepoint.com/a.txt?tempauth=secret"
	answers := func(status int, header http.Header, body io.Reader) transport {
		return func(r *http.Request) (*http.Response, error) {
			require.Empty(t, r.Header.Get("Authorization"))
			answer := httptest.NewRecorder().Result()
			answer.StatusCode, answer.Status, answer.Header = status, fmt.Sprint(status, " ", http.StatusText(status)), header
			answer.Body, answer.ContentLength, answer.Request = io.NopCloser(body), -1, r
			return answer, nil
		}
	}
	tests := []struct {
		name string
		transport
		want string
	}{
		{"gone", answers(http.StatusNotFound, nil, strings.NewReader("")), "the drive answered 404 Not Found"},
		{"no network", func(*http.Request) (*http.Response, error) { return nil, errors.New("no route to host") }, "no route to host"},
		{"endless", answers(http.StatusOK, nil, endless{}), "it is larger than 4 MiB"},
		{"cut off", answers(http.StatusOK, nil, io.MultiReader(strings.NewReader("a"), cutOff{})), "unexpected EOF"},
		{"elsewhere", answers(http.StatusFound, http.Header{"Location": {"https://169.254.169.254/"}}, strings.NewReader("")), "no host of OneDrive"},
		{"in a circle", answers(http.StatusFound, http.Header{"Location": {address}}, strings.NewReader("")), "too many redirects"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := newDrive(&http.Client{Transport: tt.transport}, microsoftHosts...)
			_, err := d.get(t.Context(), address, io.Discard)
			require.ErrorContains(t, err, tt.want)
			require.NotContains(t, err.Error(), "secret")
		})
	}
}

// endless is a body that does not end, or that breaks off.
type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

type cutOff struct{}

func (cutOff) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
