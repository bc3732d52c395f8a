"""The form of 合并打印."""

from members.forms import Form
from members.forms.fields import CheckField


class BatchForm(Form):
    duplex = CheckField(
        label="双面打印", required=False, initial=True, help_text="每份从纸的正面开始，单页的补一页空白。"
    )
    contents = CheckField(label="加目录和连续页码", required=False)
