package auth_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/auth"
)

// BenchmarkAuthenticate measures what a request costs whose token has been seen before, and one whose has not.
func BenchmarkAuthenticate(b *testing.B) {
	service := newService(b)
	b.Run("cached", func(b *testing.B) {
		validator := newValidator(b, service, service.Client())
		header := []string{"Bearer " + sign(b, service, nil)}
		b.ReportAllocs()
		for b.Loop() {
			if _, err := validator.Authenticate(context.Background(), header); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("uncached", func(b *testing.B) {
		validator := newValidator(b, service, service.Client())
		headers := make([][]string, 4096)
		for i := range headers {
			headers[i] = []string{"Bearer " + sign(b, service, map[string]any{"jti": fmt.Sprint(i)})}
		}
		i := 0
		b.ReportAllocs()
		for b.Loop() {
			if i%len(headers) == 0 { // every token has been seen: begin with an empty cache
				b.StopTimer()
				validator = newValidator(b, service, service.Client())
				_, err := validator.Authenticate(context.Background(), []string{"Bearer " + sign(b, service, nil)})
				require.NoError(b, err)
				b.StartTimer()
			}
			if _, err := validator.Authenticate(context.Background(), headers[i%len(headers)]); err != nil {
				b.Fatal(err)
			}
			i++
		}
	})
}

func BenchmarkCheckActivity(b *testing.B) {
	service := newService(b)
	id, err := authenticate(b, newValidator(b, service, service.Client()), sign(b, service, nil))
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		if err := id.CheckActivity("msteams", serviceURL); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkServiceURLs(b *testing.B) {
	urls, err := auth.NewServiceURLs(auth.PublicCloud(), "http://localhost:56150")
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		if err := urls.Check(serviceURL); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkToken(b *testing.B) {
	service := newService(b)
	credentials := newCredentials(b, service, service.Client())
	b.ReportAllocs()
	for b.Loop() {
		if _, err := credentials.Token(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
}
