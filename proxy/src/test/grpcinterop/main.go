// Both sides of gRPC's own interoperability tests (https://github.com/grpc/grpc/blob/master/doc/interop-test-descriptions.md),
// in one program: `grpcinterop server` prints its port and serves until its input ends, with the health service beside the
// test service; `grpcinterop client ADDRESS [CASE...]` makes the calls on one connection, all cases if none is named.
package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"slices"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/interop"
	testgrpc "google.golang.org/grpc/interop/grpc_testing"
)

type call func(context.Context, testgrpc.TestServiceClient, *grpc.ClientConn)

func simple(do func(context.Context, testgrpc.TestServiceClient, ...grpc.CallOption)) call {
	return func(ctx context.Context, client testgrpc.TestServiceClient, _ *grpc.ClientConn) { do(ctx, client) }
}

var cases = []struct {
	name string
	call call
}{
	{"empty_unary", simple(interop.DoEmptyUnaryCall)},
	{"large_unary", simple(interop.DoLargeUnaryCall)},
	{"client_streaming", simple(interop.DoClientStreaming)},
	{"server_streaming", simple(interop.DoServerStreaming)},
	{"ping_pong", simple(interop.DoPingPong)},
	{"empty_stream", simple(interop.DoEmptyStream)},
	{"timeout_on_sleeping_server", simple(interop.DoTimeoutOnSleepingServer)},
	{"cancel_after_begin", simple(interop.DoCancelAfterBegin)},
	{"cancel_after_first_response", simple(interop.DoCancelAfterFirstResponse)},
	{"status_code_and_message", simple(interop.DoStatusCodeAndMessage)},
	{"special_status_message", simple(interop.DoSpecialStatusMessage)},
	{"custom_metadata", simple(interop.DoCustomMetadata)},
	{"unimplemented_method", func(ctx context.Context, _ testgrpc.TestServiceClient, conn *grpc.ClientConn) {
		interop.DoUnimplementedMethod(ctx, conn)
	}},
	{"unimplemented_service", func(ctx context.Context, _ testgrpc.TestServiceClient, conn *grpc.ClientConn) {
		interop.DoUnimplementedService(ctx, testgrpc.NewUnimplementedServiceClient(conn))
	}},
}

func main() {
	switch {
	case len(os.Args) == 2 && os.Args[1] == "server":
		serve()
	case len(os.Args) >= 3 && os.Args[1] == "client":
		connect(os.Args[2], os.Args[3:])
	default:
		log.Fatal("usage: grpcinterop server | client ADDRESS [CASE...]")
	}
}

func serve() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	server := grpc.NewServer()
	testgrpc.RegisterTestServiceServer(server, interop.NewTestServer())
	grpc_health_v1.RegisterHealthServer(server, health.NewServer())
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	go func() {
		io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	log.Fatal(server.Serve(listener))
}

func connect(address string, names []string) {
	conn, err := grpc.NewClient("passthrough:///"+address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()
	client := testgrpc.NewTestServiceClient(conn)
	for _, each := range cases {
		if len(names) > 0 && !slices.Contains(names, each.name) {
			continue
		}
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		// Ends the program with a message if anything is not as it should be.
		each.call(ctx, client, conn)
		cancel()
		fmt.Println("passed:", each.name)
	}
}
