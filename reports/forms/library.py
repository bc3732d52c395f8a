"""Forms of common problems and of cases that are written up."""

from members.forms import Form, LineField, TextField


class SetAsideForm(Form):
    reason = TextField(label="理由", max_length=300, rows=3, help_text="相近的问题扩大到更多联络室时，会再次提示。")


class CaseStudyForm(Form):
    versioned = True

    title = LineField(label="标题", max_length=80)
    problem = TextField(label="问题", max_length=4000, rows=6, help_text="群众反映的是什么，涉及多少人，以往怎样处理。")
    process = TextField(
        label="过程", max_length=8000, rows=12, help_text="怎样调研、怎样协商、怎样形成共识；不写群众姓名。"
    )
    result = TextField(label="结果", max_length=4000, rows=7, help_text="议定的事项落实得怎样，群众是否满意。")
    lesson = TextField(label="启示", max_length=4000, rows=6, required=False, note="报送以前必填")


class ReturnForm(Form):
    reason = TextField(label="理由", max_length=500, rows=3, help_text="联络室看得到。")
