package io.millrace.connect.worker;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** The MBeans that a worker has in this JVM, read as a monitoring tool reads them. */
final class Beans {

    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    private Beans() {}

    static Object read(String bean, String attribute) {
        try {
            return SERVER.getAttribute(new ObjectName("kafka.connect:" + bean), attribute);
        } catch (JMException e) {
            throw new AssertionError(bean + " " + attribute, e);
        }
    }

    static double number(String bean, String attribute) {
        return ((Number) read(bean, attribute)).doubleValue();
    }

    static Set<String> attributes(String bean) {
        try {
            return Arrays.stream(SERVER.getMBeanInfo(new ObjectName("kafka.connect:" + bean))
                            .getAttributes())
                    .map(MBeanAttributeInfo::getName)
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (JMException e) {
            throw new AssertionError(bean, e);
        }
    }

    /** The names of the beans that one connector has. */
    static Set<String> of(String connector) {
        try {
            return SERVER.queryNames(new ObjectName("kafka.connect:connector=" + connector + ",*"), null).stream()
                    .map(name -> name.getCanonicalKeyPropertyListString())
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (JMException e) {
            throw new AssertionError(connector, e);
        }
    }
}
