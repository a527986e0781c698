package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/websocket"
)

func TestAnswerSaysWhatWasReceived(t *testing.T) {
	server := httptest.NewServer(newWeb("pod-1").server.Handler)
	defer server.Close()
	request, err := http.NewRequest("PUT", server.URL+"/a/b?status=404&x=1", strings.NewReader("abc"))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set(requestNumber, "7")
	request.Header.Add("X-Twice", "one")
	request.Header.Add("X-Twice", "two")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var got answer
	if err := json.NewDecoder(response.Body).Decode(&got); err != nil {
		t.Fatal(err)
	}
	const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
	if response.StatusCode != 404 || response.Header.Get(requestNumber) != "7" {
		t.Errorf("status %d, headers %v", response.StatusCode, response.Header)
	}
	if got.Pod != "pod-1" || got.Method != "PUT" || got.Path != "/a/b" || got.Query != "status=404&x=1" ||
		len(got.Headers["X-Twice"]) != 2 || got.BodyLength != 3 || got.BodySHA256 != abc {
		t.Errorf("answer is %+v", got)
	}
}

func TestReadinessCanBeTakenAwayAndGivenBack(t *testing.T) {
	server := httptest.NewServer(newWeb("pod-1").server.Handler)
	defer server.Close()
	for _, step := range []struct {
		set    string
		status int
	}{{"false", 503}, {"true", 200}} {
		if response, err := http.Post(server.URL+"/readyz?ready="+step.set, "", nil); err != nil {
			t.Fatal(err)
		} else if response.StatusCode != 200 {
			t.Error(response.Status)
		}
		if response, err := http.Get(server.URL + "/readyz"); err != nil {
			t.Fatal(err)
		} else if response.StatusCode != step.status {
			t.Errorf("after ready=%s: %s", step.set, response.Status)
		}
	}
}

func TestWebSocketEchoesEachKindOfMessage(t *testing.T) {
	server := httptest.NewServer(newWeb("pod-1").server.Handler)
	defer server.Close()
	connection, err := websocket.Dial("ws"+strings.TrimPrefix(server.URL, "http")+"/ws", "", server.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	for _, sent := range []message{{websocket.TextFrame, []byte("text")}, {websocket.BinaryFrame, []byte{0, 255}}} {
		if err := messages.Send(connection, sent); err != nil {
			t.Fatal(err)
		}
		var got message
		if err := messages.Receive(connection, &got); err != nil {
			t.Fatal(err)
		}
		if got.kind != sent.kind || string(got.data) != string(sent.data) {
			t.Errorf("sent %v, got %v", sent, got)
		}
	}
}

func TestEchoGreetsAndReturnsAllBeforeItCloses(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := newEcho("pod-1")
	go server.serve(listener)
	connection, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	reader := bufio.NewReader(connection)
	if line, err := reader.ReadString('\n'); err != nil || line != "pod-1\n" {
		t.Fatalf("greeting is %q, %v", line, err)
	}
	if _, err := io.WriteString(connection, "hello"); err != nil {
		t.Fatal(err)
	}
	if err := connection.(*net.TCPConn).CloseWrite(); err != nil {
		t.Fatal(err)
	}
	if rest, err := io.ReadAll(reader); err != nil || string(rest) != "hello" {
		t.Errorf("echo is %q, %v", rest, err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	if err := server.wait(ctx); err != nil {
		t.Error(err)
	}
}
