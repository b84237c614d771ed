package cloud_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/auth"
	"github.com/convobot/convo/framework/schema"
)

func TestConfigFromEnv(t *testing.T) {
	t.Parallel()
	secret := filepath.Join(t.TempDir(), "secret")
	require.NoError(t, os.WriteFile(secret, []byte("from file=\r\n"), 0o600))
	missing := filepath.Join(t.TempDir(), "missing")

	tests := map[string]struct {
		environ []string
		want    cloud.Config
		errs    []string // what the error names
	}{
		"nothing":          {nil, cloud.Config{Local: true}, nil},
		"only others":      {[]string{"PORT=80", "HOME=/", "microsoftappid=x", "=C:=C:\\"}, cloud.Config{Local: true}, nil},
		"id and password":  {[]string{"MicrosoftAppId=id", "MicrosoftAppPassword=a=b"}, cloud.Config{AppID: "id", AppPassword: "a=b"}, nil},
		"letters of an id": {[]string{"MicrosoftAppId=0000ABCD-0000-4000-8000-00000000B07B", "MicrosoftAppPassword=PW"}, cloud.Config{AppID: "0000abcd-0000-4000-8000-00000000b07b", AppPassword: "PW"}, nil},
		"multi-tenant":     {[]string{"MicrosoftAppId=id", "MicrosoftAppPassword=pw", "MicrosoftAppType=MultiTenant"}, cloud.Config{AppID: "id", AppPassword: "pw", AppType: cloud.MultiTenant}, nil},
		"single-tenant": {
			[]string{"MicrosoftAppId=id", "MicrosoftAppPassword=pw", "MicrosoftAppType=SingleTenant", "MicrosoftAppTenantId=t"},
			cloud.Config{AppID: "id", AppPassword: "pw", AppType: cloud.SingleTenant, TenantID: "t"},
			nil,
		},
		"BotBuilder's template": {
			[]string{"MicrosoftAppId=id", "MicrosoftAppPassword=pw", "MicrosoftAppType=", "MicrosoftAppTenantId="},
			cloud.Config{AppID: "id", AppPassword: "pw"},
			nil,
		},
		"password in a file": {[]string{"MicrosoftAppId=id", "MicrosoftAppPassword_FILE=" + secret}, cloud.Config{AppID: "id", AppPassword: "from file="}, nil},
		"empty file name":    {[]string{"MicrosoftAppId=id", "MicrosoftAppPassword=pw", "MicrosoftAppPassword_FILE="}, cloud.Config{AppID: "id", AppPassword: "pw"}, nil},
		"service URLs": {
			[]string{"MicrosoftAppId=id", "MicrosoftAppPassword=pw", "ALLOWED_SERVICE_URLS= http://localhost:1/ ,,https://test.example/x"},
			cloud.Config{AppID: "id", AppPassword: "pw", AllowedServiceURLs: []string{"http://localhost:1/", "https://test.example/x"}},
			nil,
		},
		"local service URL": {
			[]string{"ALLOWED_SERVICE_URLS=http://localhost:1/"},
			cloud.Config{Local: true, AllowedServiceURLs: []string{"http://localhost:1/"}},
			nil,
		},
		"service URL elsewhere without credentials": {[]string{"ALLOWED_SERVICE_URLS=https://test.example"}, cloud.Config{}, []string{"ALLOWED_SERVICE_URLS", "test.example"}},

		"only id":            {[]string{"MicrosoftAppId=id"}, cloud.Config{}, []string{"MicrosoftAppPassword", "MicrosoftAppPassword_FILE"}},
		"only password":      {[]string{"MicrosoftAppPassword=hush"}, cloud.Config{}, []string{"MicrosoftAppId"}},
		"only type":          {[]string{"MicrosoftAppType=MultiTenant"}, cloud.Config{}, []string{"MicrosoftAppId", "MicrosoftAppPassword"}},
		"only tenant":        {[]string{"MicrosoftAppTenantId=t"}, cloud.Config{}, []string{"MicrosoftAppId", "MicrosoftAppPassword"}},
		"empty id":           {[]string{"MicrosoftAppId="}, cloud.Config{}, []string{"MicrosoftAppId", "MicrosoftAppPassword"}},
		"empty password":     {[]string{"MicrosoftAppId=id", "MicrosoftAppPassword="}, cloud.Config{}, []string{"MicrosoftAppPassword"}},
		"empty file setting": {[]string{"MicrosoftAppPassword_FILE="}, cloud.Config{}, []string{"MicrosoftAppId", "MicrosoftAppPassword"}},
		"no tenant":          {[]string{"MicrosoftAppId=id", "MicrosoftAppPassword=hush", "MicrosoftAppType=SingleTenant"}, cloud.Config{}, []string{"MicrosoftAppTenantId"}},
		"no type":            {[]string{"MicrosoftAppId=id", "MicrosoftAppPassword=hush", "MicrosoftAppTenantId=t"}, cloud.Config{}, []string{"MicrosoftAppType"}},
		"unknown type":       {[]string{"MicrosoftAppId=id", "MicrosoftAppPassword=hush", "MicrosoftAppType=UserAssignedMSI"}, cloud.Config{}, []string{"UserAssignedMSI", "MicrosoftAppType"}},
		"type in other case": {[]string{"MicrosoftAppId=id", "MicrosoftAppPassword=hush", "MicrosoftAppType=multitenant"}, cloud.Config{}, []string{"multitenant"}},
		"unknown variable":   {[]string{"MicrosoftAppThing=x"}, cloud.Config{}, []string{"MicrosoftAppId"}},
		"both":               {[]string{"MicrosoftAppPassword=hush", "MicrosoftAppPassword_FILE=" + secret}, cloud.Config{}, []string{"MicrosoftAppPassword", "MicrosoftAppPassword_FILE"}},
		"missing file":       {[]string{"MicrosoftAppId=id", "MicrosoftAppPassword_FILE=" + missing}, cloud.Config{}, []string{"MicrosoftAppPassword_FILE", missing}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg, err := cloud.ConfigFromEnv(tt.environ)
			if tt.errs == nil {
				require.NoError(t, err)
				require.Equal(t, tt.want, cfg)
				return
			}
			require.Error(t, err)
			for _, name := range tt.errs {
				require.ErrorContains(t, err, name)
			}
			require.NotContains(t, err.Error(), "hush")
			require.True(t, strings.HasPrefix(err.Error(), "cloud: "), err)
		})
	}
}

// Who puts a secret where the name of its file belongs does not find it in the log.
func TestSecretInPlaceOfAFile(t *testing.T) {
	t.Parallel()
	pem := "-----BEGIN PRIVATE KEY-----\n" + strings.Repeat("hush/hush+hush\n", 100) + "-----END PRIVATE KEY-----\n"
	for name, environ := range map[string][]string{
		"password":        {"MicrosoftAppPassword_FILE=hush~8Q"},
		"certificate":     {"MicrosoftAppCertificate_FILE=" + pem},
		"key":             {"MicrosoftAppCertificate_FILE=config_test.go", "MicrosoftAppCertificateKey_FILE=" + pem},
		"federated token": {"AZURE_FEDERATED_TOKEN_FILE=eyJhush.hush.hush"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg, err := cloud.ConfigFromEnv(append(environ, "MicrosoftAppId=id"))
			if err == nil {
				var a *cloud.Adapter
				if a, err = cloud.New(cfg, framework.HandlerFunc(echo)); err == nil {
					_, err = a.CreateConversation(t.Context(), "msteams", serviceURL, schema.ConversationParameters{})
				}
			}
			require.ErrorContains(t, err, "may be the secret itself")
			require.NotContains(t, err.Error(), "hush")
		})
	}
}

func TestFromEnv(t *testing.T) {
	handler := framework.HandlerFunc(echo)
	t.Setenv("MicrosoftAppId", "id")
	_, err := cloud.FromEnv(handler)
	require.ErrorContains(t, err, "MicrosoftAppPassword")
	require.Equal(t, 1, cloud.Run(handler))

	t.Setenv("MicrosoftAppPassword", "pw")
	_, err = cloud.FromEnv(handler)
	require.NoError(t, err)
}

// A configuration is printed without its secret, however it is printed.
func TestConfigHidesItsSecret(t *testing.T) {
	t.Parallel()
	cfg := cloud.Config{AppID: "the-app", AppPassword: "S3CRET", Engine: new(framework.Engine)}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "config", cfg, "pointer", &cfg, "inside", struct{ Bot *cloud.Config }{&cfg})
	for _, printed := range []string{
		fmt.Sprint(cfg), fmt.Sprintf("%+v %#v", cfg, cfg), fmt.Sprintf("%+v %#v", &cfg, &cfg), log.String(),
	} {
		require.Contains(t, printed, "the-app")
		require.NotContains(t, printed, "S3CRET")
	}
}

// A cloud that is described in part is no reason to fall back to another one.
func TestCloudInPart(t *testing.T) {
	t.Parallel()
	_, err := cloud.New(cloud.Config{AppID: "id", AppPassword: "pw", Cloud: auth.Cloud{LoginURL: "https://login.example"}}, framework.HandlerFunc(echo))
	require.ErrorContains(t, err, "Issuer")
}

func TestAddrFromEnv(t *testing.T) {
	t.Parallel()
	require.Equal(t, ":3978", cloud.AddrFromEnv(nil))
	require.Equal(t, ":3978", cloud.AddrFromEnv([]string{"PORT="}))
	require.Equal(t, ":8080", cloud.AddrFromEnv([]string{"PORT=8080"}))
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	handler := framework.HandlerFunc(func(context.Context, *framework.TurnContext) error { return nil })
	good := cloud.Config{AppID: "id", AppPassword: "pw"}
	with := func(change func(*cloud.Config)) cloud.Config {
		cfg := good
		change(&cfg)
		return cfg
	}
	tests := map[string]struct {
		cfg     cloud.Config
		handler framework.Handler
		err     string
	}{
		"no handler":              {cfg: good, err: "handler is nil"},
		"nothing":                 {handler: handler, err: "MicrosoftAppId"},
		"local with id":           {handler: handler, cfg: cloud.Config{Local: true, AppID: "id"}, err: "Local"},
		"local with password":     {handler: handler, cfg: cloud.Config{Local: true, AppPassword: "hush"}, err: "Local"},
		"local with tenant":       {handler: handler, cfg: cloud.Config{Local: true, TenantID: "t"}, err: "Local"},
		"single without tenant":   {handler: handler, cfg: with(func(c *cloud.Config) { c.AppType = cloud.SingleTenant }), err: "TenantID"},
		"tenant without type":     {handler: handler, cfg: with(func(c *cloud.Config) { c.TenantID = "t" }), err: "AppType"},
		"tenant is no tenant":     {handler: handler, cfg: with(func(c *cloud.Config) { c.AppType, c.TenantID = cloud.SingleTenant, "a/../b" }), err: "a/../b"},
		"unknown type":            {handler: handler, cfg: with(func(c *cloud.Config) { c.AppType = "Managed" }), err: "Managed"},
		"service URL over http":   {handler: handler, cfg: with(func(c *cloud.Config) { c.AllowedServiceURLs = []string{"http://test.example/"} }), err: "test.example"},
		"service URL, only host":  {handler: handler, cfg: with(func(c *cloud.Config) { c.AllowedServiceURLs = []string{"test.example"} }), err: "not allowed"},
		"service URL with a user": {handler: handler, cfg: with(func(c *cloud.Config) { c.AllowedServiceURLs = []string{"https://u:hush@test.example"} }), err: "user information"},
		"identity over http":      {handler: handler, cfg: with(func(c *cloud.Config) { c.Cloud = auth.PublicCloud(); c.Cloud.LoginURL = "http://login.example" }), err: "LoginURL"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			adapter, err := cloud.New(tt.cfg, tt.handler)
			require.ErrorContains(t, err, tt.err)
			require.NotContains(t, err.Error(), "hush")
			require.Nil(t, adapter)
		})
	}
}
