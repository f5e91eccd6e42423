package io.millrace.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BootstrapServersTest {
    @Test
    void areAddressesWithoutTheirProtocol() {
        assertThat(BootstrapServers.addresses("PLAINTEXT://a:1, SASL_SSL://b.c:2 ,d:3"))
                .isEqualTo("a:1,b.c:2,d:3");
        assertThat(BootstrapServers.addresses("SSL://[::1]:9092")).isEqualTo("[::1]:9092");
        assertThat(BootstrapServers.addresses("a:1")).isEqualTo("a:1");
    }
}
