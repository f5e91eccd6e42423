package io.millrace.hub.cli;

import io.millrace.hub.client.HttpApi;
import picocli.CommandLine.Option;

/** Which Connect worker a command talks to. */
final class ConnectAddress {

    @Option(
            names = "--connect-url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8083",
            description = "Where a Connect worker listens (default: ${DEFAULT-VALUE}).")
    private String url;

    HttpApi api() {
        return new HttpApi(url, "Connect worker");
    }
}
