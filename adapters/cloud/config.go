package cloud

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"reflect"
	"strings"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/auth"
	"github.com/convobot/convo/framework/connector"
)

// AppType is how a bot's app is registered.
type AppType string

// The app types. MultiTenant is the default; Azure has registered no new multi-tenant bots since 31 July 2025.
const (
	MultiTenant     AppType = "MultiTenant"
	SingleTenant    AppType = "SingleTenant"
	UserAssignedMSI AppType = "UserAssignedMSI" // a managed identity, whose client id is the app id
)

const defaultMaxBody = 1 << 20

// Config is who the bot is and how it is served. Either AppID and one of the credentials are set, or Local is.
type Config struct {
	AppID       string // the bot's app id, a GUID, in any letter case
	AppPassword string // client secret
	AppType     AppType
	TenantID    string // required for SingleTenant; not used for MultiTenant

	// Credentials in place of AppPassword; see package auth. The files are PEM and read again for every token, so that
	// they can be renewed. UserAssignedMSI needs none of them: the bot then asks the Azure machine that it runs on.
	CertificateFile      string           // an RSA certificate, with its chain if there is one
	CertificateKeyFile   string           // its key; default CertificateFile
	SendCertificateChain bool             // for apps that trust a subject name and issuer (x5c)
	FederatedTokenFile   string           // workload identity federation
	IdentityEndpoint     string           // App Service's IDENTITY_ENDPOINT; default the metadata service of machines
	IdentityHeader       string           // App Service's IDENTITY_HEADER, a secret
	Tokens               auth.TokenSource // anything else; it provides tokens for Cloud.Scope

	// Local takes requests without a token, from this machine only; see the package documentation.
	Local bool

	// AllowedServiceURLs are further base URLs that may have the bot's token, for test channels. They may be http on
	// loopback hosts.
	AllowedServiceURLs []string

	// TokenServiceURL is where users' tokens are kept, if that is not Cloud.TokenServiceURL: for data residency, such as
	// https://europe.token.botframework.com. Its host must be one that may have the bot's token.
	TokenServiceURL string

	// Entra is which tokens are accepted besides the channels'. The bot's own tenant counts among its Tenants.
	Entra auth.EntraTokens

	Cloud      auth.Cloud        // default auth.PublicCloud()
	MaxBody    int64             // bytes of a request; default 1 MiB
	Limits     *connector.Limits // how much is sent; default connector.TeamsLimits(); &connector.Limits{} has none
	Engine     *framework.Engine // how turns are run; default a zero Engine; it gets Logger if it has none
	HTTPClient *http.Client      // for the connector and the identity service; redirects are not followed
	Logger     *slog.Logger      // default slog.Default()
}

// String returns the configuration without its secret. It is what fmt and slog print.
func (c Config) String() string {
	return fmt.Sprintf("cloud.Config{AppID:%q AppType:%q TenantID:%q Local:%t AllowedServiceURLs:%q Entra:%+v}",
		c.AppID, c.AppType, c.TenantID, c.Local, c.AllowedServiceURLs, c.Entra)
}

// GoString is String, for %#v.
func (c Config) GoString() string { return c.String() }

// LogValue is String, for slog.
func (c Config) LogValue() slog.Value { return slog.StringValue(c.String()) }

// MarshalText is String, for encoding/json, with which slog's JSON handler writes what is inside another value.
func (c Config) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// validate says what is missing or contradictory.
func (c Config) validate() error {
	if c.Local {
		if c.AppID != "" || c.TenantID != "" || c.hasProof() {
			return errors.New("cloud: Local is for bots without credentials; unset it or the credentials")
		}
		if !reflect.ValueOf(c.Entra).IsZero() {
			return errors.New("cloud: Entra (" + envEmulator + ", " + envCallers + " and so on) is for bots with credentials; without them no token is looked at")
		}
		for _, base := range c.AllowedServiceURLs {
			if err := auth.LocalServiceURLs().Check(base); err != nil {
				return fmt.Errorf("cloud: AllowedServiceURLs (%s) of a bot without credentials: %w", envAllowedServiceURLs, err)
			}
		}
		if c.TokenServiceURL != "" {
			if err := auth.LocalServiceURLs().Check(c.TokenServiceURL); err != nil {
				return fmt.Errorf("cloud: TokenServiceURL (%s) of a bot without credentials: %w", envTokenServiceURL, err)
			}
		}
		return nil
	}
	var missing []string
	if c.AppID == "" {
		missing = append(missing, "the app id (AppID, "+envAppID+")")
	}
	if !c.hasProof() {
		missing = append(missing, "the client secret (AppPassword, "+envAppPassword+" or "+envAppPassword+fileSuffix+") or another credential")
	}
	switch c.AppType {
	case "":
		if c.TenantID != "" {
			missing = append(missing, "the app type of an app with a tenant id (AppType, "+envAppType+")")
		}
	case MultiTenant, UserAssignedMSI:
	case SingleTenant:
		if c.TenantID == "" {
			missing = append(missing, "the tenant id of a SingleTenant app (TenantID, "+envAppTenantID+")")
		}
	default:
		return fmt.Errorf("cloud: the app type %q (AppType, %s) is not supported; use MultiTenant, SingleTenant or UserAssignedMSI", c.AppType, envAppType)
	}
	if len(missing) > 0 {
		return fmt.Errorf("cloud: the configuration lacks %s; to run without credentials on this machine only, set nothing of it", strings.Join(missing, " and "))
	}
	return c.checkProof()
}

// The environment variables of [ConfigFromEnv] and [AddrFromEnv].
const (
	envPrefix             = "MicrosoftApp"
	envAppID              = "MicrosoftAppId"
	envAppPassword        = "MicrosoftAppPassword"
	envAppType            = "MicrosoftAppType"
	envAppTenantID        = "MicrosoftAppTenantId"
	envAllowedServiceURLs = "ALLOWED_SERVICE_URLS"
	envTokenServiceURL    = "OAuthUrl"
	envPort               = "PORT"
	fileSuffix            = "_FILE" // <NAME>_FILE names a file that holds the value
)

// ConfigFromEnv reads a configuration from the environment, as [os.Environ] gives it, under BotBuilder's names:
// MicrosoftAppId, MicrosoftAppPassword, MicrosoftAppType (MultiTenant, SingleTenant or UserAssignedMSI) and
// MicrosoftAppTenantId, OAuthUrl for TokenServiceURL, and ALLOWED_SERVICE_URLS (comma separated). Each of the first four may
// instead be in a file that <NAME>_FILE names.
//
// In place of the password, MicrosoftAppCertificate_FILE and MicrosoftAppCertificateKey_FILE name a certificate and its
// key; MicrosoftAppSendX5C (true or false) sends its chain. If there is neither and AZURE_FEDERATED_TOKEN_FILE is set, as
// workload identity sets it, that is used, and AZURE_CLIENT_ID and AZURE_TENANT_ID stand for an app id and a tenant id that
// are not set. A UserAssignedMSI otherwise asks IDENTITY_ENDPOINT with IDENTITY_HEADER, or the machine's metadata service.
//
// BOT_CLOUD names the cloud: Public (default), USGov, USGovDoD or China. BotBuilder's ChannelService is taken too:
// https://botframework.azure.us means USGov, https://botframework.azure.cn means China.
//
// ToBotFromChannelOpenIdMetadataUrl and ToChannelFromBotLoginUrl (with the tenant of multi-tenant bots as its path) name
// another identity service in place of the cloud's, as adapters/playground has one.
//
// ALLOW_EMULATOR and ALLOW_CONNECTOR_AUDIENCE (true or false), ALLOWED_CALLERS and ALLOWED_TENANTS (comma separated)
// are the fields of [auth.EntraTokens].
//
// Local mode is chosen only when no variable that starts with MicrosoftApp is set at all, nor workload identity. A
// configuration that is set in part is an error that names what is missing.
func ConfigFromEnv(environ []string) (Config, error) {
	env := parseEnv(environ)
	cfg := Config{Local: true}
	for name := range env {
		if strings.HasPrefix(name, envPrefix) {
			cfg.Local = false
		}
	}
	var appType string
	for name, field := range map[string]*string{
		envAppID: &cfg.AppID, envAppPassword: &cfg.AppPassword, envAppType: &appType, envAppTenantID: &cfg.TenantID,
	} {
		value, err := env.read(name)
		if err != nil {
			return Config{}, err
		}
		*field = value
	}
	cfg.AppType = AppType(appType)
	cfg.AllowedServiceURLs = env.list(envAllowedServiceURLs)
	cfg.TokenServiceURL = env[envTokenServiceURL]
	if err := env.readInbound(&cfg); err != nil {
		return Config{}, err
	}
	if err := env.credentials(&cfg); err != nil {
		return Config{}, err
	}
	cfg.AppID = strings.ToLower(cfg.AppID) // as it stands in tokens, and in what is remembered
	return cfg, cfg.validate()
}

// AddrFromEnv returns the address to listen on: every interface, at PORT or 3978. In local mode [ListenAndServe]
// narrows it to this machine.
func AddrFromEnv(environ []string) string {
	port := parseEnv(environ)[envPort]
	if port == "" {
		port = "3978"
	}
	return ":" + port
}

type env map[string]string

func parseEnv(environ []string) env {
	e := make(env, len(environ))
	for _, entry := range environ {
		if name, value, ok := strings.Cut(entry, "="); ok {
			e[name] = value
		}
	}
	return e
}

// list returns the entries of a variable that is separated by commas.
func (e env) list(name string) []string {
	var entries []string
	for entry := range strings.SplitSeq(e[name], ",") {
		if entry = strings.TrimSpace(entry); entry != "" {
			entries = append(entries, entry)
		}
	}
	return entries
}

// read returns the variable, or the content of the file that its _FILE twin names.
func (e env) read(name string) (string, error) {
	value, set := e[name]
	path := e[name+fileSuffix]
	if path == "" {
		return value, nil
	}
	if set {
		return "", fmt.Errorf("cloud: both %s and %s are set; unset one", name, name+fileSuffix)
	}
	content, err := os.ReadFile(path) //nolint:gosec // the operator names the file
	if err != nil {
		return "", fmt.Errorf("cloud: %s: %w", name+fileSuffix, withoutName(err, true))
	}
	return strings.TrimSpace(string(content)), nil
}
