package connector_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Microsoft's SDKs differ in the letter case of the code.
func TestWhoWasNotNotified(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`{"recipientsFailureInfo": [{"recipientMri": "29:bob", "errorCode": "BadArgument"}]}`:                        "BadArgument",
		`{"recipientsFailureInfo": [{"recipientMri": "29:bob", "errorcode": "BadArgument"}]}`:                        "BadArgument",
		`{"recipientsFailureInfo": [{"recipientMri": "29:bob", "errorcode": "Old", "errorCode": "BadArgument"}]}`:    "BadArgument",
		`{"recipientsFailureInfo": [{"recipientMri": "29:bob", "errorcode": 5, "failureReason": "Invalid person"}]}`: "",
	} {
		service := answering(answer(207, body))
		response, err := service.client(t).SendMeetingNotification(t.Context(), "meeting", vote())
		require.NoError(t, err)
		require.Len(t, response.RecipientsFailureInfo, 1)
		require.Equal(t, "29:bob", response.RecipientsFailureInfo[0].RecipientMRI)
		require.Equal(t, want, response.RecipientsFailureInfo[0].ErrorCode, body)
	}
}
