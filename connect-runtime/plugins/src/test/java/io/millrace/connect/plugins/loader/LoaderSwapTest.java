package io.millrace.connect.plugins.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.plugins.PluginHandle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoaderSwapTest {

    private final Thread thread = Thread.currentThread();
    private final ClassLoader before = thread.getContextClassLoader();
    private final ClassLoader own = new ClassLoader(getClass().getClassLoader()) {};
    private final ClassLoader plugins = new ClassLoader(getClass().getClassLoader()) {};

    @BeforeEach
    void setOwn() {
        thread.setContextClassLoader(own);
    }

    @AfterEach
    void restore() {
        thread.setContextClassLoader(before);
    }

    @Test
    void putsTheFormerLoaderBackWhateverThePluginPutThere() {
        // When
        ClassLoader during = LoaderSwap.under(plugins, () -> {
            ClassLoader seen = thread.getContextClassLoader();
            thread.setContextClassLoader(null);
            return seen;
        });

        // Then
        assertThat(during).isSameAs(plugins);
        assertThat(thread.getContextClassLoader()).isSameAs(own);
    }

    @Test
    void putsItBackAlsoWhereItWasThePluginsOwnAndAfterAnError() {
        assertThatThrownBy(() -> LoaderSwap.under(own, () -> {
                    thread.setContextClassLoader(plugins);
                    throw new IllegalStateException("odd");
                }))
                .hasMessage("odd");
        assertThat(thread.getContextClassLoader()).isSameAs(own);
    }

    @Test
    void surroundsTheCallsOfAHandle() {
        // Given
        PluginHandle<Object> handle = PluginHandle.of(this);

        // When / Then
        assertThat(handle.<ClassLoader, RuntimeException>call(instance -> thread.getContextClassLoader()))
                .isSameAs(getClass().getClassLoader());
        handle.<RuntimeException>run(instance -> {
            assertThat(thread.getContextClassLoader()).isSameAs(getClass().getClassLoader());
            thread.setContextClassLoader(plugins);
        });
        assertThat(thread.getContextClassLoader()).isSameAs(own);
    }
}
