package main

import (
	"net/http"

	"golang.org/x/net/websocket"
)

const largestMessage = 1 << 20

type message struct {
	kind byte
	data []byte
}

// messages keeps a message's kind, text or binary, which io.Copy would lose.
var messages = websocket.Codec{
	Marshal: func(v any) ([]byte, byte, error) {
		m := v.(message)
		return m.data, m.kind, nil
	},
	Unmarshal: func(data []byte, kind byte, v any) error {
		*v.(*message) = message{kind, data}
		return nil
	},
}

// socket echoes WebSocket messages until the client closes. Unlike websocket.Handler it asks for no Origin.
func (w *web) socket() http.Handler {
	echo := func(connection *websocket.Conn) {
		defer w.sockets.begin()()
		defer connection.Close() // says goodbye; the server alone would only cut the connection
		connection.MaxPayloadBytes = largestMessage
		for {
			var m message
			if messages.Receive(connection, &m) != nil || messages.Send(connection, m) != nil {
				return
			}
		}
	}
	named := func(config *websocket.Config, _ *http.Request) error {
		config.Header = http.Header{"X-Pod-Name": {w.pod}}
		return nil
	}
	return websocket.Server{Handler: echo, Handshake: named}
}
