package io.millrace.http.listen;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.FlagsProvider;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArmeriaPropertiesTest {
    private static final Path SCRIPT = Path.of("..", "bin", "millrace");
    private static final Pattern PROPERTY = Pattern.compile("-Dcom\\.linecorp\\.armeria\\.(\\w+)=");

    /** Armeria passes over a property that it does not know. */
    @Test
    void theStartScriptSetsWhatArmeriaReads() throws IOException {
        List<String> set = PROPERTY.matcher(Files.readString(SCRIPT))
                .results()
                .map(found -> found.group(1))
                .toList();
        List<String> read =
                Stream.of(FlagsProvider.class.getMethods()).map(Method::getName).toList();

        assertThat(set).isNotEmpty();
        assertThat(read).containsAll(set);
    }
}
