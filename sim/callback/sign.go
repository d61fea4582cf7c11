package callback

import (
	"encoding/base64"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	webhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

// Headers of a delivery that are not Standard Webhooks' own.
const (
	HeaderID      = "Webhook-Id" // Standard Webhooks' name, sent unsigned too
	HeaderAttempt = "X-Sim-Delivery-Attempt"
)

// checkSecret holds a secret to the specification's form: "whsec_" and 24 to 64 bytes in base64. The error never
// quotes it.
func checkSecret(secret string) error {
	coded, ok := strings.CutPrefix(secret, "whsec_")
	if !ok {
		return errors.New(`does not start with "whsec_"`)
	}
	key, err := base64.StdEncoding.DecodeString(coded)
	if err != nil {
		return errors.New(`is not base64 after "whsec_"`)
	}
	if len(key) < 24 || len(key) > 64 {
		return errors.New("is not 24 to 64 bytes long once decoded")
	}
	return nil
}

// sign adds the Standard Webhooks headers. The instant is the wall clock's: receivers refuse one that is minutes away
// from their own, whatever the world's clock shows.
func sign(h http.Header, j Job, at time.Time) error {
	hook, err := webhooks.NewWebhook(j.Secret)
	if err != nil {
		return errors.New("the signing secret cannot be read")
	}
	signature, err := hook.Sign(j.EventID(), at, j.Body)
	if err != nil {
		return errors.New("the body cannot be signed")
	}
	h.Set(webhooks.HeaderWebhookTimestamp, strconv.FormatInt(at.Unix(), 10))
	h.Set(webhooks.HeaderWebhookSignature, signature)
	return nil
}
