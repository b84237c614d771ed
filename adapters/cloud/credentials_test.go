package cloud_test

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/auth"
)

func TestCredentialsFromEnv(t *testing.T) {
	t.Parallel()
	workload := []string{"AZURE_FEDERATED_TOKEN_FILE=/token", "AZURE_CLIENT_ID=workload", "AZURE_TENANT_ID=t"}
	with := func(more ...string) []string { return append(more, workload...) }
	tests := map[string]struct {
		environ []string
		want    cloud.Config
		err     string
	}{
		"managed identity": {
			[]string{"MicrosoftAppId=id", "MicrosoftAppType=UserAssignedMSI", "MicrosoftAppTenantId=t", "MicrosoftAppPassword="},
			cloud.Config{AppID: "id", AppType: cloud.UserAssignedMSI, TenantID: "t"},
			"",
		},
		"managed identity in App Service": {
			[]string{"MicrosoftAppId=id", "MicrosoftAppType=UserAssignedMSI", "IDENTITY_ENDPOINT=http://127.0.0.1:41/msi/token/", "IDENTITY_HEADER=hush"},
			cloud.Config{AppID: "id", AppType: cloud.UserAssignedMSI, IdentityEndpoint: "http://127.0.0.1:41/msi/token/", IdentityHeader: "hush"},
			"",
		},
		"App Service alone changes nothing": {
			[]string{"IDENTITY_ENDPOINT=http://127.0.0.1:41/msi/token/", "IDENTITY_HEADER=hush"}, cloud.Config{Local: true}, "",
		},
		"certificate": {
			[]string{"MicrosoftAppId=id", "MicrosoftAppCertificate_FILE=c.pem", "MicrosoftAppCertificateKey_FILE=k.pem", "MicrosoftAppSendX5C=true"},
			cloud.Config{AppID: "id", CertificateFile: "c.pem", CertificateKeyFile: "k.pem", SendCertificateChain: true},
			"",
		},
		"workload identity alone": {
			workload, cloud.Config{AppID: "workload", AppType: cloud.SingleTenant, TenantID: "t", FederatedTokenFile: "/token"}, "",
		},
		"workload identity for another app": {
			with("MicrosoftAppId=id", "MicrosoftAppType=UserAssignedMSI", "MicrosoftAppTenantId=mine"),
			cloud.Config{AppID: "id", AppType: cloud.UserAssignedMSI, TenantID: "mine", FederatedTokenFile: "/token"},
			"",
		},
		"workload identity beside a password": {
			with("MicrosoftAppId=id", "MicrosoftAppPassword=pw"), cloud.Config{AppID: "id", AppPassword: "pw"}, "",
		},
		"workload identity beside a certificate": {
			with("MicrosoftAppId=id", "MicrosoftAppCertificate_FILE=c.pem"), cloud.Config{AppID: "id", CertificateFile: "c.pem"}, "",
		},
		"a token file alone changes nothing": {[]string{"AZURE_FEDERATED_TOKEN_FILE=/token"}, cloud.Config{Local: true}, ""},

		"certificate as text":          {[]string{"MicrosoftAppId=id", "MicrosoftAppCertificate=hush"}, cloud.Config{}, "MicrosoftAppCertificate_FILE"},
		"key as text":                  {[]string{"MicrosoftAppId=id", "MicrosoftAppCertificateKey=hush"}, cloud.Config{}, "MicrosoftAppCertificateKey_FILE"},
		"key without certificate":      {[]string{"MicrosoftAppId=id", "MicrosoftAppPassword=hush", "MicrosoftAppCertificateKey_FILE=k"}, cloud.Config{}, "MicrosoftAppCertificate_FILE"},
		"chain, no boolean":            {[]string{"MicrosoftAppId=id", "MicrosoftAppSendX5C=hush"}, cloud.Config{}, "neither true nor false"},
		"password and certificate":     {[]string{"MicrosoftAppId=id", "MicrosoftAppPassword=hush", "MicrosoftAppCertificate_FILE=c"}, cloud.Config{}, "unset all but one"},
		"identity with a password":     {[]string{"MicrosoftAppId=id", "MicrosoftAppPassword=hush", "MicrosoftAppType=UserAssignedMSI"}, cloud.Config{}, "has no secret"},
		"identity without an id":       {[]string{"MicrosoftAppType=UserAssignedMSI"}, cloud.Config{}, "MicrosoftAppId"},
		"workload, no tenant":          {[]string{"MicrosoftAppId=id", "MicrosoftAppType=UserAssignedMSI", "AZURE_FEDERATED_TOKEN_FILE=/token"}, cloud.Config{}, "AZURE_TENANT_ID"},
		"single tenant, no credential": {[]string{"MicrosoftAppId=id", "MicrosoftAppType=SingleTenant", "MicrosoftAppTenantId=t"}, cloud.Config{}, "MicrosoftAppPassword"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg, err := cloud.ConfigFromEnv(tt.environ)
			if tt.err == "" {
				require.NoError(t, err)
				require.Equal(t, tt.want, cfg)
				return
			}
			require.ErrorContains(t, err, tt.err)
			require.NotContains(t, err.Error(), "hush")
		})
	}
}

// ownTokens is a token source of the user's.
type ownTokens struct{}

func (ownTokens) Token(context.Context) (string, error) { return "own-token", nil }

// Whatever the credential, what is asked for a token is asked as it must be, and the reply carries the token.
func TestEveryCredentialSends(t *testing.T) {
	t.Parallel()
	files := t.TempDir()
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, channelKey().Public(), channelKey())
	require.NoError(t, err)
	key, err := x509.MarshalPKCS8PrivateKey(channelKey())
	require.NoError(t, err)
	write := func(name string, blocks ...*pem.Block) string {
		var content []byte
		for _, block := range blocks {
			content = append(content, pem.EncodeToMemory(block)...)
		}
		path := filepath.Join(files, name)
		require.NoError(t, os.WriteFile(path, content, 0o600))
		return path
	}
	certBlock, keyBlock := &pem.Block{Type: "CERTIFICATE", Bytes: der}, &pem.Block{Type: "PRIVATE KEY", Bytes: key}
	certFile, keyFile, both := write("c.pem", certBlock), write("k.pem", keyBlock), write("both.pem", certBlock, keyBlock)
	tokenFile := filepath.Join(files, "token")
	require.NoError(t, os.WriteFile(tokenFile, []byte("projected"), 0o600))

	tests := map[string]struct {
		change func(*cloud.Config)
		ask    string // method and host that was asked for a token, with its path
		sent   string // a parameter of it
		want   string
	}{
		"password":    {func(c *cloud.Config) { c.AppPassword = password }, "POST identity.test/botframework.com/oauth2/v2.0/token", "client_secret", "bot-token"},
		"certificate": {func(c *cloud.Config) { c.CertificateFile, c.CertificateKeyFile = certFile, keyFile }, "POST identity.test/botframework.com/oauth2/v2.0/token", "client_assertion", "bot-token"},
		"one file":    {func(c *cloud.Config) { c.CertificateFile, c.SendCertificateChain = both, true }, "POST identity.test/botframework.com/oauth2/v2.0/token", "client_assertion", "bot-token"},
		"federated": {func(c *cloud.Config) {
			c.AppType, c.TenantID, c.FederatedTokenFile = cloud.SingleTenant, "t", tokenFile
		}, "POST identity.test/t/oauth2/v2.0/token", "client_assertion", "bot-token"},
		"federated, MSI": {func(c *cloud.Config) {
			c.AppType, c.TenantID, c.FederatedTokenFile = cloud.UserAssignedMSI, "t", tokenFile
		}, "POST identity.test/t/oauth2/v2.0/token", "client_assertion", "bot-token"},
		"managed identity": {func(c *cloud.Config) { c.AppType = cloud.UserAssignedMSI }, "GET 169.254.169.254/metadata/identity/oauth2/token", "client_id", "bot-token"},
		"App Service": {func(c *cloud.Config) {
			c.AppType, c.IdentityEndpoint, c.IdentityHeader = cloud.UserAssignedMSI, "http://localhost/msi", "header"
		}, "GET localhost/msi", "client_id", "bot-token"},
		"own": {func(c *cloud.Config) { c.Tokens = ownTokens{} }, "", "", "own-token"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var asked, sent string
			tokens := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				asked, sent = r.Method+" "+r.Host+r.URL.Path, r.FormValue(tt.sent)
				w.Header().Set("Content-Type", "application/json")
				_, _ = w.Write([]byte(`{"token_type":"Bearer","access_token":"bot-token","expires_in":3600}`))
			})
			var b *bot // its network is there when the first request is made
			b = newBot(t, echo, func(c *cloud.Config) {
				c.AppPassword = ""
				tt.change(c)
				c.HTTPClient = &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
					if r.URL.Host == identity && r.Method == http.MethodGet {
						return b.network.RoundTrip(r) // the channel's keys
					}
					if r.URL.Host == "smba.trafficmanager.net" {
						return b.network.RoundTrip(r)
					}
					return network{r.URL.Host: tokens}.RoundTrip(r)
				})}
			})
			require.Equal(t, http.StatusOK, b.post(t, activity(t, nil)).Code, b.logs)
			require.Equal(t, "Bearer "+tt.want, b.connector.requests()[0].authorization)
			require.Equal(t, tt.ask, asked)
			require.Equal(t, tt.ask != "", sent != "")
			require.NotContains(t, b.logs.String(), tt.want)
		})
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestNewRefusesCredentials(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		cfg cloud.Config
		err string
	}{
		"local with tokens":      {cloud.Config{Local: true, Tokens: ownTokens{}}, "Local"},
		"local with certificate": {cloud.Config{Local: true, CertificateFile: "c"}, "Local"},
		"two":                    {cloud.Config{AppID: "id", AppPassword: "hush", Tokens: ownTokens{}}, "Tokens and AppPassword"},
		"missing certificate":    {cloud.Config{AppID: "id", CertificateFile: "no.pem"}, "no.pem"},
		"identity, not MSI":      {cloud.Config{AppID: "id", AppPassword: "hush", IdentityHeader: "hush"}, "UserAssignedMSI"},
		"identity, no endpoint":  {cloud.Config{AppID: "id", AppType: cloud.UserAssignedMSI, IdentityHeader: "hush"}, "both or neither"},
		"MSI, certificate":       {cloud.Config{AppID: "id", AppType: cloud.UserAssignedMSI, CertificateFile: "c"}, "no certificate"},
		"no scope":               {cloud.Config{AppID: "id", AppType: cloud.UserAssignedMSI, Cloud: withoutScope()}, "Scope"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			adapter, err := cloud.New(tt.cfg, framework.HandlerFunc(echo))
			require.ErrorContains(t, err, tt.err)
			require.NotContains(t, err.Error(), "hush")
			require.Nil(t, adapter)
		})
	}
}

func withoutScope() auth.Cloud {
	c := auth.PublicCloud()
	c.Scope = ""
	return c
}
