package auth_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/convobot/convo/framework/auth"
	"github.com/convobot/convo/framework/auth/authtest"
)

// A bot's endpoint authenticates the header before it reads the body, and then binds the body to the sender. The
// identity service here is a stand-in in memory; a real bot uses auth.PublicCloud().
func ExampleValidator() {
	service, err := authtest.New(authtest.Config{AppID: "my-app-id", Password: "my-password"})
	if err != nil {
		panic(err)
	}
	validator, err := auth.NewValidator(auth.ValidatorConfig{
		Cloud:      service.Cloud("https://identity.test"),
		AppID:      "my-app-id",
		HTTPClient: service.Client(),
	})
	if err != nil {
		panic(err)
	}

	token, err := service.SignChannelToken("https://smba.trafficmanager.net/amer/", nil)
	if err != nil {
		panic(err)
	}
	header := http.Header{"Authorization": {"Bearer " + token}}

	identity, err := validator.Authenticate(context.Background(), header.Values("Authorization"))
	fmt.Println(identity.ServiceURL, err)
	fmt.Println(identity.CheckActivity("msteams", "https://smba.trafficmanager.net/amer/"))

	// The same token with a body that would lead the bot's answer elsewhere:
	err = identity.CheckActivity("msteams", "https://evil.test/")
	if refused, ok := errors.AsType[*auth.Error](err); ok {
		fmt.Println(refused.Rule, refused.HTTPStatus())
	}
	// Output:
	// https://smba.trafficmanager.net/amer/ <nil>
	// <nil>
	// service-url 403
}

// A bot in development that also talks with Microsoft's Agents Playground, which uses the bot's own credentials.
func ExampleEntraTokens() {
	service, err := authtest.New(authtest.Config{AppID: "my-app-id", Password: "my-password"})
	if err != nil {
		panic(err)
	}
	cloud := service.Cloud("https://identity.test")
	urls, err := auth.NewServiceURLs(cloud, "http://localhost:56150")
	if err != nil {
		panic(err)
	}
	validator, err := auth.NewValidator(auth.ValidatorConfig{
		Cloud:       cloud,
		AppID:       "my-app-id",
		Entra:       auth.EntraTokens{Emulator: true},
		ServiceURLs: urls,
		HTTPClient:  service.Client(),
	})
	if err != nil {
		panic(err)
	}

	token, err := service.SignEntraToken(authtest.EntraToken{}, nil)
	if err != nil {
		panic(err)
	}
	identity, err := validator.Authenticate(context.Background(), []string{"Bearer " + token})
	fmt.Println(identity.CallerID, err)
	fmt.Println(identity.CheckActivity("msteams", "http://localhost:56150/_connector"))

	// A user's token of the same app, as a tab of the bot gets it:
	token, err = service.SignEntraToken(authtest.EntraToken{}, map[string]any{"scp": "access_as_user"})
	if err != nil {
		panic(err)
	}
	_, err = validator.Authenticate(context.Background(), []string{"Bearer " + token})
	fmt.Println(err)
	// Output:
	// urn:botframework:aadappid:my-app-id <nil>
	// <nil>
	// auth: app-only: the token was issued for a user, or to an app that did not prove who it is
}

func ExampleClientCredentials() {
	service, err := authtest.New(authtest.Config{AppID: "my-app-id", Password: "my-password"})
	if err != nil {
		panic(err)
	}
	credentials, err := auth.NewClientCredentials(auth.ClientCredentialsConfig{
		Cloud:      service.Cloud("https://identity.test"),
		AppID:      "my-app-id",
		Password:   "my-password",
		HTTPClient: service.Client(),
	})
	if err != nil {
		panic(err)
	}
	token, err := credentials.Token(context.Background())
	fmt.Println(service.VerifyBotToken(token), err)
	// Output: <nil> <nil>
}

// The bot's token goes to the cloud's connectors and to what the operator allows, nowhere else.
func ExampleServiceURLs() {
	urls, err := auth.NewServiceURLs(auth.PublicCloud(), "http://localhost:56150")
	if err != nil {
		panic(err)
	}
	fmt.Println(urls.Check("https://smba.trafficmanager.net/amer/"))
	fmt.Println(urls.Check("http://localhost:56150/_connector"))
	fmt.Println(urls.Check("http://smba.trafficmanager.net/amer/"))
	// Output:
	// <nil>
	// <nil>
	// auth: service URL "http://smba.trafficmanager.net/amer" is not allowed: its scheme is not https
}

// A bot in Kubernetes with workload identity: no secret at all. The platform names the file in AZURE_FEDERATED_TOKEN_FILE.
func ExampleTokenFile() {
	_, err := auth.NewClientCredentials(auth.ClientCredentialsConfig{
		Cloud:     auth.PublicCloud(),
		AppID:     "my-app-id",
		TenantID:  "contoso.onmicrosoft.com",
		Assertion: auth.TokenFile("/var/run/secrets/azure/tokens/azure-identity-token"),
	})
	fmt.Println(err)
	// Output: <nil>
}

// A bot on a virtual machine with a user-assigned identity.
func ExampleManagedIdentity() {
	_, err := auth.NewManagedIdentity(auth.ManagedIdentityConfig{
		Scope:    auth.PublicCloud().Scope,
		ClientID: "my-app-id",
	})
	fmt.Println(err)
	// Output: <nil>
}
