package io.dunlin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {
    @Test
    void readsGoForms() {
        assertThat(ListenAddress.parse(":9090")).isEqualTo(new InetSocketAddress(9090));
        assertThat(ListenAddress.parse("127.0.0.1:0")).hasToString("/127.0.0.1:0");
        assertThat(ListenAddress.parse("[::1]:80")).hasToString("/[0:0:0:0:0:0:0:1]:80");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "9090", "localhost", "localhost:", ":http", ":65536", ":-1", "::1:80", "http://x:1"})
    void refusesOtherForms(String text) {
        assertThatThrownBy(() -> ListenAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }

    @Test
    void printsUrlsThatABrowserTakes() {
        assertThat(ListenAddress.url(new InetSocketAddress(9090))).isEqualTo("http://localhost:9090");
        assertThat(ListenAddress.url(ListenAddress.parse("127.0.0.1:80"))).isEqualTo("http://127.0.0.1:80");
        assertThat(ListenAddress.url(ListenAddress.parse("[::1]:80"))).isEqualTo("http://[0:0:0:0:0:0:0:1]:80");
    }

    @ParameterizedTest
    @ValueSource(strings = {":9090", "127.0.0.1:0", "[0:0:0:0:0:0:0:1]:80"})
    void printsWhatItReads(String text) {
        assertThat(ListenAddress.text(ListenAddress.parse(text))).isEqualTo(text);
    }
}
