package io.millrace.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** What the figures were measured on, in one line. */
public final class Machine {

    private Machine() {}

    public static String describe() throws IOException {
        String model = firstValue("/proc/cpuinfo", "model name");
        long memoryGb = Long.parseLong(firstValue("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) >> 20;
        return Runtime.getRuntime().availableProcessors() + " cores (" + model + "), " + memoryGb + " GB, Linux "
                + System.getProperty("os.version") + ", Java " + Runtime.version() + ", "
                + LocalDate.now(ZoneOffset.UTC);
    }

    /** One, five and fifteen minutes. */
    public static String loadAverage() throws IOException {
        String[] fields = Files.readString(Path.of("/proc/loadavg")).split(" ");
        return fields[0] + " " + fields[1] + " " + fields[2];
    }

    private static String firstValue(String file, String key) throws IOException {
        for (String line : Files.readAllLines(Path.of(file))) {
            if (line.startsWith(key)) {
                return line.substring(line.indexOf(':') + 1).trim();
            }
        }
        return "unknown";
    }
}
