"""What a page is made of: the tree of blocks and elements that Streamlit's messages describe."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from streamlit.proto.Block_pb2 import Block
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


@dataclass
class Node:
    """A block with its children in their order, or an element without any."""

    proto: Block | Element | None = None
    children: dict[int, "Node"] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """Name of what the node is in Streamlit's protocol, empty where there is nothing."""
        return (self.proto and self.proto.WhichOneof("type")) or ""

    @property
    def parts(self) -> list["Node"]:
        """The children in their order."""
        return [child for _, child in sorted(self.children.items())]


def tree(messages: Iterable[ForwardMsg]) -> Node:
    """The page that these deltas build up; its only child is what stands in the middle of the page."""
    root = Node()
    for message in messages:
        node = root
        for position in message.metadata.delta_path:
            node = node.children.setdefault(position, Node())
        delta = message.delta
        if delta.WhichOneof("type") == "add_block":
            node.proto = delta.add_block
        else:
            node.proto = delta.new_element
            node.children.clear()
    return root.children.get(0, Node())
