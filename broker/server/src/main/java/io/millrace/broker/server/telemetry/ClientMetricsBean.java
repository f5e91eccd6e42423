package io.millrace.broker.server.telemetry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;

/** What one client pushed last, as JMX shows it: an attribute for each metric. */
final class ClientMetricsBean implements DynamicMBean {

    private static final String CHANGES_NOTHING = "The metrics of clients can be read, and nothing else.";

    private volatile SortedMap<String, Double> values = Collections.emptySortedMap();

    void replace(List<MetricSample> samples) {
        SortedMap<String, Double> newest = new TreeMap<>();
        samples.forEach(sample -> newest.put(sample.name(), sample.value()));
        values = newest;
    }

    @Override
    public Object getAttribute(String name) throws AttributeNotFoundException {
        Double value = values.get(name);
        if (value == null) {
            throw new AttributeNotFoundException("The client did not send " + name + " in its last push.");
        }
        return value;
    }

    @Override
    public AttributeList getAttributes(String[] names) {
        var found = new AttributeList();
        SortedMap<String, Double> now = values;
        for (String name : names) {
            if (now.containsKey(name)) {
                found.add(new Attribute(name, now.get(name)));
            }
        }
        return found;
    }

    @Override
    public MBeanInfo getMBeanInfo() {
        List<MBeanAttributeInfo> attributes = new ArrayList<>();
        values.keySet()
                .forEach(name -> attributes.add(new MBeanAttributeInfo(
                        name, Double.class.getName(), "Newest value that the client pushed.", true, false, false)));
        return new MBeanInfo(
                getClass().getName(),
                "Metrics that one client pushed (KIP-714).",
                attributes.toArray(MBeanAttributeInfo[]::new),
                null,
                null,
                null);
    }

    @Override
    public void setAttribute(Attribute attribute) {
        throw new UnsupportedOperationException(CHANGES_NOTHING);
    }

    @Override
    public AttributeList setAttributes(AttributeList attributes) {
        throw new UnsupportedOperationException(CHANGES_NOTHING);
    }

    @Override
    public Object invoke(String action, Object[] parameters, String[] signature) {
        throw new UnsupportedOperationException(CHANGES_NOTHING);
    }
}
