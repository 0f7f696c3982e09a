package io.barium.provider.kit;

import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The texts of an XML document by the path of their element. Document types and entities other than the five of XML are
 * refused, so that nothing is fetched and nothing grows.
 */
final class XmlFields {
    private static final int MAX_ELEMENTS = 50_000;
    private static final int MAX_DEPTH = 50;
    private static final int MAX_VALUE = 10_000;

    private XmlFields() {}

    /**
     * The texts, by names joined with slashes, the root's left out. Of elements with the same path the last one counts,
     * also when it is empty.
     *
     * @throws MalformedHook when it is no well-formed document, or has a document type
     */
    static Map<String, String> read(byte[] document) throws MalformedHook {
        try {
            XMLStreamReader reader = factory().createXMLStreamReader(new ByteArrayInputStream(document));
            try {
                return read(reader);
            } finally {
                reader.close();
            }
            // The JDK's reader answers some damage with unchecked exceptions.
        } catch (XMLStreamException | RuntimeException e) {
            throw new MalformedHook("body: expected a well-formed XML document", e);
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("nothing is fetched");
        });
        return factory;
    }

    private static Map<String, String> read(XMLStreamReader reader) throws XMLStreamException, MalformedHook {
        Map<String, String> out = new HashMap<>();
        Deque<String> paths = new ArrayDeque<>();
        StringBuilder text = new StringBuilder();
        int elements = 0;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (++elements > MAX_ELEMENTS || paths.size() >= MAX_DEPTH) {
                        throw new MalformedHook("body: expected a smaller XML document");
                    }
                    String above = paths.peek();
                    String name = reader.getLocalName();
                    paths.push(above == null ? "" : above.isEmpty() ? name : above + "/" + name);
                    text.setLength(0);
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    if (text.length() < MAX_VALUE) {
                        text.append(reader.getText());
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    out.put(paths.pop(), text.toString().strip());
                    text.setLength(0);
                }
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new MalformedHook("body: expected XML without document type and entities");
                default -> {
                    // Comments and processing instructions say nothing.
                }
            }
        }
        return out;
    }
}
